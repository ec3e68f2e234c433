package io.tollgate.console;

import io.tollgate.provider.ProviderException;
import io.tollgate.provider.ProviderProbe;
import io.tollgate.provider.Providers;
import io.tollgate.provider.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Asks a provider itself: whether it answers, and which models it has. */
@Controller
@RequestMapping("/providers/{id}")
class ProviderProbeController {

    private static final int LONGEST_NAME = 200;

    private final Providers providers;
    private final ProviderProbe probe;
    private final ProviderTest test;
    private final ProviderPages pages;
    private final ModelChanges changes;

    ProviderProbeController(
            Providers providers, ProviderProbe probe, ProviderTest test, ProviderPages pages, ModelChanges changes) {
        this.providers = providers;
        this.probe = probe;
        this.test = test;
        this.pages = pages;
        this.changes = changes;
    }

    @PostMapping("/test")
    String test(
            @PathVariable UUID id,
            @RequestParam String model,
            @RequestParam(defaultValue = "OPENAI") Trial.Client client,
            @RequestParam(defaultValue = "false") boolean embeddings,
            @RequestParam(defaultValue = "false") boolean streamed,
            RedirectAttributes flash) {
        Changes.inUse(providers.findById(id));
        String name = model.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw new ChangeRefusedException("pages.nameInvalid");
        }
        flash.addFlashAttribute("result", test.run(id, new Trial(name, client, embeddings, streamed && !embeddings)));
        return "redirect:/providers/{id}#test";
    }

    @PostMapping("/upstream-models")
    String fetch(@PathVariable UUID id, RedirectAttributes flash) {
        Changes.inUse(providers.findById(id));
        try {
            List<String> fresh = new ArrayList<>(probe.models(id));
            pages.served(id).forEach(served -> fresh.remove(served.deployment().getProviderModel()));
            flash.addFlashAttribute("upstreamModels", fresh);
        } catch (ProviderException e) {
            flash.addFlashAttribute("upstreamError", e.failure().error());
        }
        return "redirect:/providers/{id}#upstream";
    }

    @PostMapping("/models")
    String add(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> form, RedirectAttributes flash) {
        Changes.inUse(providers.findById(id));
        List<String> ticked = form.getOrDefault("names", List.of()).stream()
                .filter(name -> !name.isBlank())
                .distinct()
                .toList();
        int added = changes.serve(
                id,
                ticked.stream().filter(name -> name.length() <= LONGEST_NAME).toList());
        int left = ticked.size() - added;
        flash.addFlashAttribute("messageKey", left == 0 ? "providers.models.added" : "providers.models.someAdded");
        flash.addFlashAttribute("messageArgs", new Object[] {added, left});
        return "redirect:/providers/{id}";
    }
}
