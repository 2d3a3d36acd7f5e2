// Says that something takes its time, from the moment a form is sent, and keeps it from being sent twice.
for (const form of document.querySelectorAll("form[data-progress]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.querySelector("[data-waiting]").hidden = false;
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-progress]")) {
    delete form.dataset.sent;
    form.querySelector("[data-waiting]").hidden = true;
  }
});
