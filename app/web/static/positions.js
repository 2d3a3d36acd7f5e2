// Suggests positions while a title is typed; the form works without.
for (const input of document.querySelectorAll("input[data-positions]")) {
  const list = document.getElementById(input.getAttribute("list"));
  let timer;
  input.addEventListener("input", () => {
    input.parentElement.querySelector("input[type=hidden]")?.remove();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`/sog/stillinger?${new URLSearchParams({ q: input.value })}`);
      if (answer.ok && !answer.redirected) {
        const found = new DOMParser().parseFromString(await answer.text(), "text/html");
        list.replaceChildren(...found.querySelectorAll("option"));
      }
    }, 150);
  });
}
