// Where people sign in: a page that stands open leaves when the sign-in ends, here or in another tab.
(() => {
  const root = window.__streamlit.BACKEND_BASE_URL;
  let next;
  const ask = async () => {
    clearTimeout(next);
    let seconds = 60;
    try {
      const answer = await fetch(`${root}signed-in`, { cache: "no-store" });
      if (answer.status === 403) return location.reload();
      if (answer.ok) seconds = Math.min(seconds, (await answer.json()).seconds + 1);
    } catch { /* the server cannot be reached: the page says so itself */ }
    next = setTimeout(ask, seconds * 1000);
  };
  addEventListener("storage", ({ key }) => { if (key === "signed-out") ask(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  ask();
})();
