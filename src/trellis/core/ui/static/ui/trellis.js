/* Small comforts on top of pages that work without any script. Words come from data attributes, already translated. */
(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const say = (element, words) => { if (element) { element.hidden = !words; element.textContent = words || ""; } };

  // Leaving quickly: blank the page at once, then replace it, so that Back does not return to it.
  const exit = one("[data-leave]");
  if (exit) {
    const leave = (event) => {
      if (event) event.preventDefault();
      document.documentElement.classList.add("left");
      document.title = "…";
      location.replace(exit.href);
    };
    document.querySelectorAll("[data-leave]").forEach((link) => link.addEventListener("click", leave));
    let presses = [];
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Shift") { presses = []; return; }
      if (event.repeat) return;
      presses = presses.filter((at) => event.timeStamp - at < 5000).concat(event.timeStamp);
      if (presses.length > 2) leave();
      else say(one("[data-leave-status]"), exit.dataset[presses.length === 1 ? "twoMore" : "oneMore"]);
    });
    addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  // "Near me": the position is asked for on the press only, rounded to about 100 metres, and sent to our own server only.
  document.querySelectorAll("[data-near-me]").forEach((button) => {
    const form = button.form;
    if (!form || !navigator.geolocation) return;
    const status = one("[data-near-me-status]", form);
    button.hidden = false;
    button.addEventListener("click", () => {
      say(status, button.dataset.asking);
      navigator.geolocation.getCurrentPosition((found) => {
        for (const [name, value] of [["lat", found.coords.latitude], ["lon", found.coords.longitude]]) {
          let input = form.elements[name];
          if (!input) {
            input = document.createElement("input");
            input.type = "hidden";
            input.name = name;
            form.append(input);
          }
          input.value = value.toFixed(3);
        }
        const typed = form.elements[button.dataset.clears];
        if (typed) typed.value = "";
        form.submit();
      }, () => say(status, button.dataset.refused), { timeout: 10000, maximumAge: 60000 });
    });
  });

  // Errors: take the reader to the summary, and from its links into the field itself.
  const summary = one(".error-summary");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const field = event.target.hash && document.getElementById(event.target.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      (field.closest(".field") || field).scrollIntoView();
      field.focus({ preventScroll: true });
    });
  }

  // Menus close when one turns elsewhere; the filter panel stands open where there is room for it.
  const closeMenus = (except) => document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && one("details[data-menu][open]");
    if (menu) { menu.open = false; one("summary", menu).focus(); }
  });
  if (matchMedia("(min-width: 58rem)").matches) document.querySelectorAll("details.filters").forEach((panel) => { panel.open = true; });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // One press, one deed: a second press within five seconds is not sent again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (event.timeStamp - (form.sentAt || -9999) < 5000) event.preventDefault();
    else form.sentAt = event.timeStamp;
  });
})();
