// A slider over the days on which something changed, beside the field for a day; letting go of it shows that day.
const form = document.querySelector("form.slide[data-days]");
const days = form?.dataset.days.split(" ") ?? [];
if (days.length > 1) {
  const field = form.querySelector("input[type=date]");
  const slider = document.createElement("input");
  const chosen = days.filter((day) => day <= field.value).length - 1;
  Object.assign(slider, { type: "range", min: 0, max: days.length - 1, value: Math.max(chosen, 0) });
  slider.setAttribute("aria-label", form.querySelector("label").textContent);
  const say = () => slider.setAttribute("aria-valuetext", days[slider.value]);
  say();
  slider.addEventListener("input", () => { field.value = days[slider.value]; say(); });
  slider.addEventListener("change", () => form.requestSubmit());
  field.before(slider);
}
