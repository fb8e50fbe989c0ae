// Keeps in this browser whose coding session this is, so that a reload goes on with it: first for
// the tab, then for the browser. Two people in two tabs of one browser keep their own.
function render({ model, el }) {
  const name = `clusterkit-coding:${model.get("place")}`;
  const stores = [() => sessionStorage, () => localStorage];
  const inEach = (act) => stores.map((store) => {
    try { return act(store()); } catch { return null; } // a browser may keep nothing
  });
  const keep = () => {
    const token = model.get("kept");
    inEach((store) => token ? store.setItem(name, token) : store.removeItem(name));
  };
  model.on("change:kept", keep);
  const before = inEach((store) => store.getItem(name)).find(Boolean);
  if (model.get("kept")) keep();
  else if (before) {
    model.set("wanted", before);
    model.save_changes();
  }

  const listen = () => {
    if (!el.isConnected) return requestAnimationFrame(listen);
    const form = el.closest(".ck-coding");
    if (!form || form.dataset.listens) return;
    form.dataset.listens = "yes";
    form.addEventListener("keydown", (event) => {
      const typing = event.target.closest("input[type=text], select, textarea");
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const button = { n: ".ck-next", b: ".ck-back" }[event.key];
      if (!button) return;
      event.preventDefault();
      event.stopPropagation();
      form.querySelector(button).click();
    });
    form.addEventListener("click", (event) => {
      if (event.target.closest(".ck-next, .ck-back")) toTheClaim(form);
    });
    form.addEventListener("focusin", (event) => {
      const asked = /ck-question-(\w+)/.exec(event.target.closest(".ck-question")?.className);
      if (asked) openAt(form, asked[1]);
    });
  };
  listen();
}

// A reader of the screen hears the new claim; the keys go on from there.
function toTheClaim(form) {
  const claim = form.querySelector(".ck-shown");
  claim.tabIndex = -1;
  claim.focus({ preventScroll: true });
  const bar = form.querySelector(".ck-bar").getBoundingClientRect().bottom;
  if (claim.getBoundingClientRect().top < bar) claim.scrollIntoView({ block: "start" });
}

// The codebook shows what is being asked.
function openAt(form, variable) {
  const book = form.querySelector(".ck-codebook aside");
  for (const section of book.querySelectorAll("section")) {
    const here = section.dataset.variable === variable;
    section.classList.toggle("ck-now", here);
    if (here) book.scrollTop = section.offsetTop - book.offsetTop - 40;
  }
}

export default { render };
