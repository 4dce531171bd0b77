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

  // Who asks how a page is computed comes back to it, and to where they had read it. Kept in this tab alone.
  const LEFT = "came-from";
  const main = () => document.querySelector('[data-testid="stMain"]');
  const isMethod = ({ pathname }) => pathname.endsWith("/method");
  const query = (search) => [...new URLSearchParams(search)].map(String).sort().join("&");
  const left = () => { try { return JSON.parse(sessionStorage.getItem(LEFT)); } catch { return null; } };
  const leave = (place) => {
    try { sessionStorage.setItem(LEFT, JSON.stringify(place)); } catch { /* a browser that keeps nothing */ }
  };
  const isBack = (last) =>
    last && last.top > 0 && last.path === location.pathname && query(last.search) === query(location.search);
  addEventListener("click", ({ target }) => {
    const link = target.closest?.("a[href]");
    if (!link || !isMethod(link) || isMethod(location)) return;
    const { pathname: path, search } = location;
    leave({ path, search, title: document.title, top: main()?.scrollTop ?? 0 });
  }, true);
  const offerBack = (place) => {
    const last = left();
    if (!last || typeof last.title !== "string" || !/^\/([^/\\]|$)/.test(last.path)) return;
    const link = document.createElement("a");
    link.href = last.path + last.search;
    link.textContent = `Back to ${last.title}`;
    place.replaceChildren(link);
  };
  // The page is drawn piece by piece: go down once it is long enough, and again when its charts have come.
  const comeBack = () => {
    const last = left();
    const page = main();
    if (!isBack(last) || !document.querySelector("footer.page-footer")) return;
    if (page.scrollHeight - page.clientHeight < last.top) return;
    leave({ ...last, top: 0 });
    const go = () => { page.scrollTop = last.top; };
    go();
    const again = setInterval(go, 200);
    const stop = () => clearInterval(again);
    setTimeout(stop, 2000);
    for (const act of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(act, stop, { once: true });
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
      const back = document.getElementById(LEFT);
      if (back && !back.hasChildNodes()) offerBack(back);
      comeBack();
    }).observe(document.body, { childList: true, subtree: true });
    new MutationObserver(keep).observe(document.querySelector("title"), { childList: true });
  });
})();
