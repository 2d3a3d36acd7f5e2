// Search as one types: the same address as the form's, and the part of its answer that lists what was found.
const form = document.querySelector("form[data-live]");
if (form) {
  const input = form.querySelector("input[type=search]");
  const told = document.getElementById("meldt");
  let timer, running;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    const address = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
      if (answer.redirected) { location.assign(address); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const id of [form.dataset.live, "antal"]) {
        const found = page.getElementById(id);
        const place = document.getElementById(id);
        if (found && place) place.replaceWith(found);
      }
      const heading = document.querySelector(`#${form.dataset.live} h2, #antal`);
      if (told && heading) told.textContent = document.getElementById("antal")?.textContent ?? heading.textContent;
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 200); });
}
