// What a page minds in the browser itself. Runs before the dashboard does.
(() => {
  // One step of history for each choice of the reader. What a page then writes into its own address, and where
  // it sends the reader by itself, replaces that step: Back leaves a page at once.
  let chose = false;
  for (const act of ["pointerdown", "keydown"]) addEventListener(act, () => { chose = true; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (...step) => {
    if (chose) push(...step);
    else history.replaceState(...step);
    chose = false;
  };

  // Where the reader was is kept in this browser alone, and offered on the first page.
  const KEPT = "where-you-were";
  const kept = () => { try { return JSON.parse(localStorage.getItem(KEPT)); } catch { return null; } };
  const keep = () => {
    const asked = new URLSearchParams(location.search);
    if (!["ics", "group", "trust"].some((name) => asked.has(name))) return;
    try {
      localStorage.setItem(KEPT, JSON.stringify({ address: location.pathname + location.search, title: document.title }));
    } catch { /* a browser that keeps nothing */ }
  };
  const offer = (place) => {
    const last = kept();
    if (!last || typeof last.title !== "string" || !/^\/[^/\\]/.test(last.address)) return;
    const link = document.createElement("a");
    link.href = last.address;
    link.textContent = `Go on where you were: ${last.title}`;
    const forget = document.createElement("button");
    forget.type = "button";
    forget.textContent = "Forget it";
    forget.onclick = () => { localStorage.removeItem(KEPT); place.replaceChildren(); };
    place.replaceChildren(link, " ", forget);
  };

  // The explanation of a term stays inside the window; Escape closes it.
  const within = ({ target }) => {
    const said = target.closest?.(".term")?.querySelector(".term-said");
    if (!said) return;
    said.style.left = "0";
    said.style.left = `${Math.min(0, innerWidth - 16 - said.getBoundingClientRect().right)}px`;
  };
  for (const come of ["mouseover", "focusin"]) addEventListener(come, within);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && document.activeElement?.matches(".term")) document.activeElement.blur();
  });

  addEventListener("pagehide", keep);
  addEventListener("DOMContentLoaded", () => {
    new MutationObserver(() => {
      const place = document.getElementById(KEPT);
      if (place && !place.hasChildNodes()) offer(place);
    }).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(keep).observe(document.querySelector("title"), { childList: true });
  });
})();
