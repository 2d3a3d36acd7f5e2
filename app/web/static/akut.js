// Has the society-critical systems' pages kept by the browser, and says so when an old page is shown.
if ("serviceWorker" in navigator) {
  const worker = await navigator.serviceWorker.register("/akut-worker.js", { scope: "/akut" });
  await navigator.serviceWorker.ready.catch(() => undefined);
  const vital = [...document.querySelectorAll("#vigtige a")].map((link) => link.getAttribute("href"));
  if (vital.length) (worker.active ?? worker.waiting)?.postMessage({ keep: ["/akut", "/akut/hefte", ...vital] });
}
