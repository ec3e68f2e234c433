package io.tollgate.console;

import io.tollgate.limit.Scope;
import io.tollgate.pricing.PriceOwner;
import io.tollgate.routing.Deployment;
import io.tollgate.routing.Deployments;
import io.tollgate.routing.Models;
import jakarta.validation.Valid;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The places where one model is served. */
@Controller
@RequestMapping("/models/{id}/deployments")
class DeploymentsController {

    private static final String MODEL = "redirect:/models/{id}";

    private final Models models;
    private final Deployments deployments;
    private final ModelPages pages;
    private final ModelChanges changes;
    private final OwnPrices prices;
    private final LimitLines limits;

    DeploymentsController(
            Models models,
            Deployments deployments,
            ModelPages pages,
            ModelChanges changes,
            OwnPrices prices,
            LimitLines limits) {
        this.limits = limits;
        this.models = models;
        this.deployments = deployments;
        this.pages = pages;
        this.changes = changes;
        this.prices = prices;
    }

    @PostMapping
    String add(
            @PathVariable UUID id,
            @Valid @ModelAttribute("deploymentForm") DeploymentForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Changes.changeable(models.findById(id));
        UUID provider = form.providerId();
        if (problems.hasErrors() || provider == null) {
            return pages.show(id, page);
        }
        changes.addDeployment(id, provider, form);
        flash.addFlashAttribute("messageKey", "models.deployment.added");
        return MODEL;
    }

    @GetMapping("/{deployment}")
    String edit(@PathVariable UUID id, @PathVariable UUID deployment, ModelMap page) {
        page.addAttribute(
                "deploymentForm",
                DeploymentForm.of(
                        Changes.changeable(own(id, deployment)), prices.form(PriceOwner.deployment(deployment))));
        return editPage(id, deployment, page);
    }

    @PostMapping("/{deployment}")
    String update(
            @PathVariable UUID id,
            @PathVariable UUID deployment,
            @Valid @ModelAttribute("deploymentForm") DeploymentForm form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Changes.changeable(own(id, deployment));
        if (problems.hasErrors()) {
            return editPage(id, deployment, page);
        }
        changes.updateDeployment(deployment, form);
        flash.addFlashAttribute("messageKey", "pages.saved");
        return MODEL;
    }

    private String editPage(UUID id, UUID deployment, ModelMap page) {
        page.addAttribute("model", Changes.inUse(models.findById(id)));
        page.addAttribute("deployment", Changes.inUse(own(id, deployment)));
        page.addAttribute("limitLine", limits.find(Scope.DEPLOYMENT, deployment));
        page.addAttribute("providers", pages.providers());
        return "models/deployment";
    }

    @PostMapping("/{deployment}/disable")
    String disable(@PathVariable UUID id, @PathVariable UUID deployment) {
        changes.setDeploymentDisabled(Changes.inUse(own(id, deployment)).getId(), true);
        return MODEL;
    }

    @PostMapping("/{deployment}/enable")
    String enable(@PathVariable UUID id, @PathVariable UUID deployment) {
        changes.setDeploymentDisabled(Changes.inUse(own(id, deployment)).getId(), false);
        return MODEL;
    }

    @PostMapping("/{deployment}/retire")
    String retire(@PathVariable UUID id, @PathVariable UUID deployment, RedirectAttributes flash) {
        changes.retireDeployment(Changes.inUse(own(id, deployment)).getId());
        flash.addFlashAttribute("messageKey", "models.deployment.retired");
        return MODEL;
    }

    /** The deployment, when it is this model's. */
    private Optional<Deployment> own(UUID modelId, UUID deploymentId) {
        return deployments
                .findById(deploymentId)
                .filter(found -> found.getModelId().equals(modelId));
    }
}
