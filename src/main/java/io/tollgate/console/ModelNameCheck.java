package io.tollgate.console;

import io.tollgate.chat.NamePattern;
import io.tollgate.routing.Choosing;
import io.tollgate.routing.Model;
import io.tollgate.routing.ModelNames;
import io.tollgate.routing.Models;
import io.tollgate.routing.Redirect;
import io.tollgate.routing.Redirects;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindingResult;

/** Checks names of models as they are typed, and keeps those right that name a model which changes. */
@Component
class ModelNameCheck {

    private final Models models;
    private final Redirects redirects;

    ModelNameCheck(Models models, Redirects redirects) {
        this.models = models;
        this.redirects = redirects;
    }

    /** @param own the model the form is of; absent for a new one */
    void check(ModelForm form, @Nullable UUID own, BindingResult problems) {
        if (Changes.isUnreadable(problems) || problems.hasErrors()) {
            return;
        }
        String name = form.plainName();
        String problem = problem(name, own);
        if (problem != null) {
            problems.rejectValue("name", problem);
        }
        checkFallbacks(form.typedChoosing().names(), name, problems);
    }

    /** What is wrong with a model's name: the key of a message; absent when nothing is. */
    @Nullable
    String problem(String name, @Nullable UUID own) {
        if (NamePattern.isFlawed(name)) {
            return "models.name.stars";
        }
        if (models.findByLiveName(name)
                .filter(other -> !other.getId().equals(own))
                .isPresent()) {
            return "pages.nameTaken";
        }
        return isRedirect(name) ? "models.name.redirect" : null;
    }

    private boolean isRedirect(String name) {
        return redirects.findByLiveName(name).isPresent();
    }

    /** Whether a provider's own name may be a model's too: nobody meant a star in it to stand for any text. */
    boolean isPlain(String name) {
        return name.indexOf('*') < 0 && name.matches(ModelForm.NAME) && !isRedirect(name);
    }

    private void checkFallbacks(List<String> names, String own, BindingResult problems) {
        if (names.isEmpty()) {
            return;
        }
        if (names.size() > Choosing.MOST_FALLBACKS) {
            reject(problems, "models.fallbacks.many", Choosing.MOST_FALLBACKS);
        }
        if (names.contains(own)) {
            reject(problems, "models.fallbacks.self", own);
        }
        ModelNames known = known();
        names.stream()
                .filter(name -> !name.equals(own) && !known.serve(name))
                .forEach(name -> reject(problems, "models.fallbacks.missing", name));
    }

    private static void reject(BindingResult problems, String key, Object detail) {
        problems.rejectValue("choosing.fallbacks", key, new Object[] {detail}, null);
    }

    /** The names that models have at present. */
    ModelNames known() {
        return ModelNames.of(models.findByRetiredAtIsNullOrderByName());
    }

    /** What names a model, to stand in for another or as where a redirect leads. */
    private List<Model> naming(String name) {
        return models.findByRetiredAtIsNullOrderByName().stream()
                .filter(model -> model.getFallbacks().contains(name))
                .toList();
    }

    private List<Redirect> leadingTo(String name) {
        return redirects.findByRetiredAtIsNullOrderByName().stream()
                .filter(redirect -> redirect.getTarget().equals(name))
                .toList();
    }

    /** @throws ChangeRefusedException when something names the model, which would then lead nowhere */
    void requireUnnamed(String name) {
        if (!naming(name).isEmpty() || !leadingTo(name).isEmpty()) {
            throw new ChangeRefusedException("models.isNamed");
        }
    }

    /**
     * Makes all that names a model follow it to its new name.
     *
     * @throws ChangeRefusedException when a settings file names it
     */
    void follow(String oldName, String newName) {
        for (Model model : naming(oldName)) {
            requireTyped(model.isDeclared());
            List<String> names = new ArrayList<>(model.getFallbacks());
            names.replaceAll(name -> name.equals(oldName) ? newName : name);
            model.setFallbacks(names);
            models.save(model);
        }
        for (Redirect redirect : leadingTo(oldName)) {
            requireTyped(redirect.isDeclared());
            redirect.setTarget(newName);
            redirects.save(redirect);
        }
    }

    private static void requireTyped(boolean declared) {
        if (declared) {
            throw new ChangeRefusedException("models.isNamed.declared");
        }
    }
}
