/* While something is being made, its part of the page (data-live, data-waiting) looks every two seconds how far it is. Without script, a link does. */
(() => {
  "use strict";
  const look = async () => {
    const shown = document.querySelector("[data-live][data-waiting]");
    if (!shown) return;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok || answer.redirected) return location.reload();
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.querySelector("[data-live]");
      if (!now) return;
      shown.innerHTML = now.innerHTML;
      shown.toggleAttribute("data-waiting", now.hasAttribute("data-waiting"));
    } catch {
      // No network for a moment: the next look tells.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
})();
