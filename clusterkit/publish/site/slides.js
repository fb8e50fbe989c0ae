// A talk: one slide at a time, one step more with each key; its place stands in the address.
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const steps = slides.map((one) => [...one.querySelectorAll(":scope > .step")]);
  const [back, next] = [document.querySelector(".back"), document.querySelector(".next")];
  const where = document.querySelector(".where");
  let slide = 0;
  let step = 0;

  function show(follow) {
    slides.forEach((one, at) => one.classList.toggle("now", at === slide));
    steps[slide].forEach((one, at) => one.classList.toggle("shown", at <= step));
    const more = steps[slide].length - 1 - step;
    where.textContent = `${slide + 1} of ${slides.length}${more ? ` · ${more} more here` : ""}`;
    back.disabled = slide === 0 && step === 0;
    next.disabled = slide === slides.length - 1 && more === 0;
    history.replaceState(null, "", `#${slide + 1}.${step + 1}`);
    const last = steps[slide][step];
    const tall = last.offsetHeight > innerHeight - 80;
    if (follow && step > 0) last.scrollIntoView({ block: tall ? "start" : "nearest" });
    else scrollTo(0, 0);
  }

  function forward() {
    if (step < steps[slide].length - 1) step += 1;
    else if (slide < slides.length - 1) [slide, step] = [slide + 1, 0];
    show(true);
  }

  function backward() {
    if (step > 0) step -= 1;
    else if (slide > 0) [slide, step] = [slide - 1, steps[slide - 1].length - 1];
    show(true);
  }

  const keys = {
    ArrowRight: forward, PageDown: forward, " ": forward, ArrowLeft: backward, PageUp: backward,
    Home: () => { [slide, step] = [0, 0]; show(); },
    End: () => { slide = slides.length - 1; step = steps[slide].length - 1; show(true); },
  };
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest?.("button, select, input, textarea, summary, a, [tabindex]");
    if (busy || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  next.addEventListener("click", () => { forward(); next.blur(); });
  back.addEventListener("click", () => { backward(); back.blur(); });

  const [one, two] = location.hash.slice(1).split(".").map(Number);
  if (one >= 1 && one <= slides.length) {
    slide = one - 1;
    step = Math.min(Math.max((two || 1) - 1, 0), steps[slide].length - 1);
  }
  document.body.classList.add("told");
  show();
})();
