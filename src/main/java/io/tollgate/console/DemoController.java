package io.tollgate.console;

import io.tollgate.catalog.LiveCatalog;
import io.tollgate.manifest.DemoMode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Ends demo mode: the one button in its banner. */
@Controller
class DemoController {

    private final DemoMode demo;
    private final LiveCatalog catalog;

    DemoController(DemoMode demo, LiveCatalog catalog) {
        this.demo = demo;
        this.catalog = catalog;
    }

    @PostMapping("/demo/remove")
    String remove(RedirectAttributes flash) {
        demo.remove();
        catalog.publish();
        flash.addFlashAttribute("messageKey", "layout.banner.demo.removed");
        return "redirect:/setup";
    }
}
