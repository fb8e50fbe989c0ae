// An explorer where there is no kernel: controls of the page, over answers that Python has given
// beforehand (answers.py). Where each control is answered alone, moving one sets the others back.
function unpacked(pool) {
  const made = new Map();
  const at = (number) => {
    if (!made.has(number)) made.set(number, whole(pool[number]));
    return made.get(number);
  };
  const whole = (value) => {
    if (Array.isArray(value)) return value.map(whole);
    if (value === null || typeof value !== "object") return value;
    if ("$" in value) return at(value.$);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, whole(one)]));
  };
  return whole;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// A control as an element of the page: what it shows, and what the reader sets it to.
function controlOf(control, changed) {
  const make = (name, attributes, ...children) => {
    const node = Object.assign(document.createElement(name), attributes);
    node.append(...children);
    return node;
  };
  const { kind, label, options, labels } = control;
  if (kind === "select") {
    const list = make("select", {}, ...labels.map(([words]) => make("option", {}, words)));
    list.setAttribute("aria-label", label); // else its options would be read as part of its name
    list.addEventListener("change", () => changed(options[list.selectedIndex]));
    return { el: make("label", {}, label, " ", list), show(value) { list.selectedIndex = options.findIndex((one) => same(one, value)); } };
  }
  if (kind === "range") {
    const [slider, told] = [make("input", { type: "range", min: 0, max: options.length - 1, step: 1 }), make("output", {})];
    slider.setAttribute("aria-label", label);
    slider.addEventListener("input", () => changed(options[Number(slider.value)]));
    return { el: make("label", {}, label, " ", slider, " ", told), show(value) {
      slider.value = options.findIndex((one) => same(one, value));
      slider.setAttribute("aria-valuetext", value);
      told.textContent = value;
    } };
  }
  if (kind === "tick") {
    const box = make("input", { type: "checkbox" });
    box.addEventListener("change", () => changed(box.checked));
    return { el: make("label", {}, box, " ", label), show(value) { box.checked = value; } };
  }
  const boxes = labels.map(([words, word]) => [word, make("input", { type: "checkbox" }), words]);
  const ticked = () => boxes.filter(([, box]) => box.checked).map(([word]) => word);
  for (const [word, box] of boxes) {
    box.addEventListener("change", () => changed(options.some((one) => same(one, ticked())) ? ticked() : [word]));
  }
  const group = make("span", { className: "ck-ticks" }, label, ...boxes.map(([, box, words]) => make("label", {}, box, " ", words)));
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  return { el: group, show(value) { for (const [word, box] of boxes) box.checked = value.includes(word); } };
}

function explorerOf(drawing) {
  return { render({ model, el, shared, follow }) {
    const [controls, answers] = [model.get("controls"), model.get("answers")];
    const whole = unpacked(model.get("pool"));
    const start = Object.fromEntries(controls.map(({ name, value }) => [name, value]));
    const words = (name, value) => {
      const { labels, kind } = controls.find((one) => one.name === name);
      if (kind === "ticks") return "none ticked";
      if (kind === "tick") return value ? "ticked" : "not ticked";
      return labels?.find(([, one]) => same(one, value))?.[0] ?? String(value);
    };
    let asked = { ...start };
    const root = document.createElement("div");
    root.className = "ck-explorer ck-answered";
    root.innerHTML = '<div class="ck-controls"></div><p class="ck-back" role="status"></p><div></div><div class="ck-drawn"></div><div></div><div></div>';
    const [panel, back, status, drawn, table, sources] = root.children;
    const picture = makeModel({ picture: {}, known: shared.words, places: shared.named, chosen: model.get("chosen"), colours: model.get("colours"), opened: [] });
    const changes = () => controls.filter(({ name }) => !same(asked[name], start[name])).map(({ name }) => [name, asked[name]]);
    const show = () => {
      const answer = whole(answers[JSON.stringify(changes())]);
      for (const { name } of controls) shown[name].show(asked[name]);
      status.innerHTML = answer.status;
      table.innerHTML = answer.table.join("");
      sources.innerHTML = answer.sources.join("");
      picture.set("opened", []);
      picture.set("picture", answer.picture);
    };
    const tell = (wentBack) => {
      back.textContent = model.get("together") ? "" : `On this page one choice is answered at a time${wentBack.length ? `: ${wentBack.join(", ")}` : ""}. In the workbench all work together.`;
    };
    const ask = (name, value) => {
      asked[name] = value;
      const others = answers[JSON.stringify(changes())] ? [] : changes().filter(([other]) => other !== name);
      for (const [other] of others) asked[other] = start[other];
      tell(others.map(([other]) => `“${controls.find((one) => one.name === other).label}” is back at “${words(other, start[other])}”`));
      show();
    };
    const shown = Object.fromEntries(controls.map((control) => [control.name, controlOf(control, (value) => {
      ask(control.name, value);
      if (control.name === model.get("leads")) picture.set("chosen", { ...picture.get("chosen"), place: value });
    })]));
    const reset = document.createElement("button");
    Object.assign(reset, { type: "button", textContent: "Reset", title: "Set every control to where it began" });
    reset.addEventListener("click", () => { asked = { ...start }; tell([]); show(); });
    panel.append(...controls.map(({ name }) => shown[name].el), reset);
    el.append(root);
    tell([]);
    show();
    drawing.render({ model: picture, el: drawn });
    follow(picture);
    const lead = controls.find(({ name }) => name === model.get("leads"));
    picture.on("change:chosen", () => {
      const { place } = picture.get("chosen");
      if (lead?.options.includes(place) && asked[lead.name] !== place) ask(lead.name, place);
    });
  } };
}
