package io.tollgate.console;

import io.tollgate.pricing.ImportPreview;
import io.tollgate.pricing.PriceException;
import io.tollgate.pricing.PriceImports;
import io.tollgate.provider.PriceListFetcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.ModelMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Price lists of others: looked at first, taken over when that is confirmed. */
@Controller
@RequestMapping("/prices/import")
class PriceImportController {

    private static final String FORM = "redirect:/prices/import";

    private final PriceImports imports;
    private final PriceListFetcher fetcher;
    private final PendingImports pending;
    private final Changes changes;
    private final ProviderKinds kinds;

    PriceImportController(
            PriceImports imports,
            PriceListFetcher fetcher,
            PendingImports pending,
            Changes changes,
            ProviderKinds kinds) {
        this.imports = imports;
        this.fetcher = fetcher;
        this.pending = pending;
        this.changes = changes;
        this.kinds = kinds;
    }

    @GetMapping
    String form() {
        return "prices/import";
    }

    @PostMapping
    String preview(
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String url,
            RedirectAttributes flash) {
        flash.addFlashAttribute("url", url); // is shown again where the list is not taken
        if (file != null && !file.isEmpty()) {
            return preview(bytes(file), name(file), flash);
        }
        if (!PriceListFetcher.isAddress(url)) {
            flash.addFlashAttribute("errorKey", "prices.import.address");
            return FORM;
        }
        Optional<byte[]> fetched = fetcher.fetch(url, PriceImports.LARGEST);
        if (fetched.isEmpty()) {
            flash.addFlashAttribute("errorKey", "prices.import.unreachable");
            return FORM;
        }
        return preview(fetched.get(), url.strip(), flash);
    }

    private static byte[] bytes(MultipartFile file) {
        try {
            return file.getBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(MultipartFile file) {
        String name = file.getOriginalFilename();
        return name == null || name.isBlank() ? "file" : name;
    }

    private String preview(byte[] list, String origin, RedirectAttributes flash) {
        try {
            return FORM + "/" + pending.add(imports.preview(list, origin));
        } catch (PriceException e) {
            flash.addFlashAttribute("errorKey", "prices.import.refused");
            flash.addFlashAttribute("errorArgs", new Object[] {e.getMessage()});
            return FORM;
        }
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, ModelMap page) {
        page.addAttribute("id", id);
        ImportPreview preview = pending.find(id).orElseThrow(NoSuchRowException::new);
        page.addAttribute("preview", preview);
        page.addAttribute("strangers", strangers(preview));
        return "prices/preview";
    }

    /** Vendors that no provider here can be of, and how many prices the list has of each. */
    private Map<String, Long> strangers(ImportPreview preview) {
        Map<String, Long> strangers = new TreeMap<>(preview.otherVendors());
        kinds.all().forEach(kind -> strangers.remove(kind.id()));
        return strangers;
    }

    @PostMapping("/{id}")
    String apply(@PathVariable UUID id, RedirectAttributes flash) {
        ImportPreview preview = pending.find(id).orElseThrow(NoSuchRowException::new);
        changes.make(() -> imports.apply(preview));
        pending.remove(id);
        flash.addFlashAttribute("messageKey", "prices.import.done");
        return "redirect:/prices?source=IMPORTED";
    }
}
