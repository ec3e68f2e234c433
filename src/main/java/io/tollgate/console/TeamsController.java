package io.tollgate.console;

import io.tollgate.access.StreamMode;
import io.tollgate.access.Team;
import io.tollgate.access.Teams;
import io.tollgate.access.VirtualKey;
import io.tollgate.access.VirtualKeys;
import io.tollgate.limit.Scope;
import io.tollgate.storage.Ids;
import io.tollgate.storage.Source;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The teams: who pays. */
@Controller
@RequestMapping("/teams")
class TeamsController {

    private final Teams teams;
    private final VirtualKeys keys;
    private final LimitLines limits;
    private final SpendingCards spending;
    private final KeyPages keyPages;
    private final Changes changes;
    private final Ids ids;
    private final InstantSource clock;

    TeamsController(
            Teams teams,
            VirtualKeys keys,
            LimitLines limits,
            SpendingCards spending,
            KeyPages keyPages,
            Changes changes,
            Ids ids,
            InstantSource clock) {
        this.teams = teams;
        this.keys = keys;
        this.limits = limits;
        this.spending = spending;
        this.keyPages = keyPages;
        this.changes = changes;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping
    String list(ModelMap page) {
        page.addAttribute("form", new Form("", StreamMode.LIVE));
        return listPage(page);
    }

    private String listPage(ModelMap page) {
        Map<UUID, Long> live = liveKeys();
        page.addAttribute(
                "rows",
                teams.findByRetiredAtIsNullOrderByName().stream()
                        .map(team -> new Line(team, live.getOrDefault(team.getId(), 0L)))
                        .toList());
        return "teams/list";
    }

    private Map<UUID, Long> liveKeys() {
        Instant now = clock.instant();
        List<VirtualKey> inUse = keys.findByRetiredAtIsNullOrderByName();
        return inUse.stream()
                .filter(key -> KeyState.of(key, now) != KeyState.REVOKED && KeyState.of(key, now) != KeyState.EXPIRED)
                .collect(Collectors.groupingBy(VirtualKey::getTeamId, Collectors.counting()));
    }

    @PostMapping
    String create(
            @Valid @ModelAttribute("form") Form form, BindingResult problems, ModelMap page, RedirectAttributes flash) {
        checkName(form, null, problems);
        if (problems.hasErrors()) {
            return listPage(page);
        }
        changes.make(() -> {
            Team team = new Team(ids.next(), form.name().strip(), Source.CONSOLE, clock.instant());
            team.setStreamMode(form.mode());
            teams.save(team);
        });
        flash.addFlashAttribute("messageKey", "teams.created");
        return "redirect:/teams";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, ModelMap page) {
        LimitLine limited = limits.find(Scope.TEAM, id);
        page.addAttribute("team", Changes.inUse(teams.findById(id)));
        page.addAttribute("limitLine", limited);
        page.addAttribute("spending", spending.of(limited));
        page.addAttribute("found", keyPages.find(new KeyQuery(null, id.toString(), null)));
        return "teams/show";
    }

    @GetMapping("/{id}/edit")
    String edit(@PathVariable UUID id, ModelMap page) {
        Team team = Changes.inUse(teams.findById(id));
        page.addAttribute("team", team);
        page.addAttribute("form", new Form(team.getName(), team.getStreamMode()));
        return "teams/edit";
    }

    @PostMapping("/{id}")
    String change(
            @PathVariable UUID id,
            @Valid @ModelAttribute("form") Form form,
            BindingResult problems,
            ModelMap page,
            RedirectAttributes flash) {
        Team team = Changes.changeable(teams.findById(id));
        checkName(form, id, problems);
        if (problems.hasErrors()) {
            page.addAttribute("team", team);
            return "teams/edit";
        }
        changes.make(() -> {
            Team row = Changes.changeable(teams.findById(id));
            row.rename(form.name().strip());
            row.setStreamMode(form.mode());
            teams.save(row);
        });
        flash.addFlashAttribute("messageKey", "pages.saved");
        return "redirect:/teams/{id}";
    }

    private void checkName(Form form, @Nullable UUID own, BindingResult problems) {
        if (!problems.hasErrors()
                && teams.findByLiveName(form.name().strip())
                        .filter(other -> !other.getId().equals(own))
                        .isPresent()) {
            problems.rejectValue("name", "pages.nameTaken");
        }
    }

    @PostMapping("/{id}/disable")
    String disable(@PathVariable UUID id, RedirectAttributes flash) {
        return setDisabled(id, true, "teams.disabled", flash);
    }

    @PostMapping("/{id}/enable")
    String enable(@PathVariable UUID id, RedirectAttributes flash) {
        return setDisabled(id, false, "teams.enabled", flash);
    }

    private String setDisabled(UUID id, boolean disabled, String message, RedirectAttributes flash) {
        changes.make(() -> {
            Team team = Changes.inUse(teams.findById(id));
            team.setDisabled(disabled);
            teams.save(team);
        });
        flash.addFlashAttribute("messageKey", message);
        return "redirect:/teams";
    }

    @PostMapping("/{id}/retire")
    String retire(@PathVariable UUID id, RedirectAttributes flash) {
        changes.make(() -> {
            Team team = Changes.changeable(teams.findById(id));
            if (liveKeys().containsKey(id)) {
                throw new ChangeRefusedException("teams.hasKeys");
            }
            team.retire(clock.instant());
            teams.save(team);
        });
        flash.addFlashAttribute("messageKey", "teams.retired");
        return "redirect:/teams";
    }

    /**
     * A team in the list.
     *
     * @param keys how many have neither ended nor been revoked
     */
    record Line(Team team, long keys) {}

    /**
     * A team as it is typed.
     *
     * @param streamMode absent: as they come
     */
    record Form(
            @NotBlank(message = "{pages.required}")
            @Size(max = 100)
            @Pattern(regexp = ModelForm.NAME, message = "{pages.nameInvalid}")
            String name,

            @Nullable StreamMode streamMode) {

        StreamMode mode() {
            return streamMode == null ? StreamMode.LIVE : streamMode;
        }
    }
}
