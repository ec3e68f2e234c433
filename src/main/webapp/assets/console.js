// The console's own behaviour. Every page works without it, charts aside.
(function () {
  "use strict";

  function meta(name) {
    const element = document.querySelector('meta[name="' + name + '"]');
    return element ? element.content : null;
  }

  // htmx: the CSRF token travels as a header.
  document.addEventListener("htmx:configRequest", function (event) {
    const header = meta("csrf-header");
    if (header) {
      event.detail.headers[header] = meta("csrf-token");
    }
  });

  // Theme: switched at once, remembered by the server.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-preferences]") || !button || button.name !== "theme") {
      return;
    }
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set("theme", button.value);
    fetch(form.action, { method: "POST", body: body, redirect: "manual" });
    document.documentElement.dataset.theme = button.value;
    window.tollgateTheme.apply();
    document.querySelectorAll('[data-preferences] button[name="theme"]').forEach(function (other) {
      other.setAttribute("aria-pressed", String(other.value === button.value));
    });
  });

  // Copy: <button data-copy="#id"> copies that element's text or value.
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy]");
    if (!button) {
      return;
    }
    const source = document.querySelector(button.dataset.copy);
    const text = "value" in source ? source.value : source.textContent;
    copy(text).then(function () {
      button.classList.add("copied");
      setTimeout(function () { button.classList.remove("copied"); }, 1500);
    });
  });

  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text);
    }
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "copy-source";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    return Promise.resolve();
  }

  // Confirm: <form data-confirm="question"> asks before it is sent.
  document.addEventListener("submit", function (event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) {
      event.preventDefault();
    }
  });

  // Bars: <div data-width="42"> becomes 42 % wide; style attributes are not allowed.
  function bars(root) {
    root.querySelectorAll("[data-width]").forEach(function (bar) {
      bar.style.width = bar.dataset.width + "%";
    });
  }

  // Choices that apply at once: <select data-submit> sends its form.
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) {
      event.target.form.requestSubmit();
    }
  });

  // Kinds: <select data-kind> shows what belongs to the chosen kind, [data-kind-of], and fills in what is usual for it
  // where nothing else was typed.
  function showKind(select) {
    document.getElementById("preset").value = select.value;
    document.querySelectorAll("[data-kind-of]").forEach(function (part) {
      const shown = part.dataset.kindOf === select.value;
      part.hidden = !shown;
      part.querySelectorAll("fieldset").forEach(function (fields) { fields.disabled = !shown; });
    });
    document.getElementById("baseUrl").placeholder = select.selectedOptions[0].dataset.example;
  }

  // Thymeleaf leaves an empty attribute out.
  function baseUrl(option) {
    return option.dataset.baseUrl || "";
  }

  function isUsual(select, value, usual) {
    return value === "" || Array.from(select.options).some(function (option) { return usual(option) === value; });
  }

  document.addEventListener("change", function (event) {
    const select = event.target;
    if (!select.matches("[data-kind]")) {
      return;
    }
    showKind(select);
    const url = document.getElementById("baseUrl");
    if (isUsual(select, url.value, baseUrl)) {
      url.value = baseUrl(select.selectedOptions[0]);
    }
    const name = document.getElementById("name");
    if (select.dataset.kind === "new" && isUsual(select, name.value, function (option) { return option.value; })) {
      name.value = select.value;
    }
  });
  document.querySelectorAll("[data-kind]").forEach(showKind);

  // Charts: <canvas data-chart="#id"> draws the JSON in <script type="application/json" id="id">; the attribute may also
  // hold the JSON itself: {"type": "bar" | "line", "stacked": false, "unit": "ms", "labels": [...],
  // "series": [{"label": "...", "data": [...], "color": "optional"}]}. Without a unit it counts in whole numbers.
  const palette = ["#2f6fed", "#f59f00", "#12b886", "#e8590c", "#7048e8", "#1098ad", "#d6336c", "#74b816", "#868e96"];

  function spec(canvas) {
    const given = canvas.dataset.chart;
    return JSON.parse(given.startsWith("#") ? document.querySelector(given).textContent : given);
  }

  // A value between two gaps has no line to be seen on.
  function isAlone(data, at) {
    return data[at] != null && data[at - 1] == null && data[at + 1] == null;
  }

  function dataset(series, index, type) {
    const color = series.color || palette[index % palette.length];
    return {
      label: series.label,
      data: series.data,
      backgroundColor: type === "line" ? color + "22" : color,
      borderColor: color,
      borderWidth: type === "line" ? 2 : 0,
      borderRadius: type === "line" ? 0 : 2,
      pointRadius: series.data.map(function (value, at) { return isAlone(series.data, at) ? 3 : 0; }),
      pointHitRadius: 12,
      tension: 0.25,
      spanGaps: true,
    };
  }

  // Times come as ISO instants and are shown in the reader's zone and language.
  function readable(label) {
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(label)) {
      return label;
    }
    const options = { month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    return new Date(label).toLocaleString(document.documentElement.lang, options);
  }

  function draw(canvas) {
    const wanted = spec(canvas);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--tblr-secondary").trim() || "#667085";
    const grid = style.getPropertyValue("--tblr-border-color").trim() || "#e6e7e9";
    const unit = wanted.unit ? " " + wanted.unit : "";
    const known = window.Chart.getChart(canvas);
    if (known) {
      known.destroy();
    }
    new window.Chart(canvas, {
      type: wanted.type,
      data: {
        labels: wanted.labels.map(readable),
        datasets: wanted.series.map(function (series, index) { return dataset(series, index, wanted.type); }),
      },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        interaction: { mode: "index", intersect: false },
        plugins: {
          legend: { display: wanted.series.length > 1, position: "bottom", labels: { color: ink, boxWidth: 10, boxHeight: 10 } },
          tooltip: { callbacks: { label: function (item) { return item.dataset.label + ": " + item.formattedValue + unit; } } },
        },
        scales: {
          x: { stacked: Boolean(wanted.stacked), grid: { display: false }, ticks: { color: ink, maxRotation: 0, autoSkipPadding: 16 } },
          y: {
            stacked: Boolean(wanted.stacked),
            beginAtZero: true,
            grid: { color: grid },
            border: { display: false },
            ticks: { color: ink, maxTicksLimit: 6, precision: wanted.unit ? undefined : 0, callback: function (value) { return this.getLabelForValue(value) + unit; } },
          },
        },
      },
    });
  }

  // Times: <time data-time datetime="..."> is shown in the browser's zone; without a script it is in UTC.
  const language = document.documentElement.lang;
  const moment = new Intl.DateTimeFormat(language, {
    year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  });
  const exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" });
  const zone = exact.resolvedOptions().timeZone;

  // Zones: <select data-zone="Yours ({0})"> offers the browser's zone too.
  document.querySelectorAll("select[data-zone]").forEach(function (select) {
    const known = Array.from(select.options).some(function (option) { return option.value === zone; });
    if (zone && !known) {
      select.add(new Option(select.dataset.zone.replace("{0}", zone), zone));
    }
  });

  // Days of one's own: <input type="date" data-implies="custom"> chooses that among the periods.
  document.addEventListener("change", function (event) {
    const implied = event.target.dataset.implies;
    if (implied) {
      event.target.form.elements.period.value = implied;
    }
  });

  function times(root) {
    root.querySelectorAll("time[data-time]").forEach(function (element) {
      const at = new Date(element.dateTime);
      element.title = exact.format(at) + " (" + zone + ")";
      element.textContent = moment.format(at);
    });
  }

  // Spans: <a data-from="..." data-to="..." data-said="words"> has a tooltip with its time in the browser's zone.
  const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

  function spans(root) {
    root.querySelectorAll("[data-said]").forEach(function (element) {
      const from = new Date(element.dataset.from);
      const to = new Date(element.dataset.to);
      element.title = clock.format(from) + "–" + clock.format(to) + ": " + element.dataset.said;
      if (element.hasAttribute("aria-label")) {
        element.setAttribute("aria-label", element.title);
      }
    });
  }

  function charts(root) {
    root.querySelectorAll("canvas[data-chart]").forEach(draw);
  }

  function dress(root) {
    bars(root);
    times(root);
    spans(root);
    charts(root);
  }

  document.documentElement.addEventListener("themechange", function () { charts(document); });
  document.addEventListener("htmx:load", function (event) { dress(event.detail.elt.parentElement || document); });
  dress(document);
})();
