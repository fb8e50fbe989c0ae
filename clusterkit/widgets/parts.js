// Small parts that the widgets share: safe text, marks, and moving among marks with the arrow keys.
const OWN_KEYS = "data-lm-suppress-shortcuts";

function safe(text) {
  return String(text).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function element(name, attributes = {}, children = []) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

// JupyterLab takes letters and arrows for itself unless the focused element carries this.
function keepKeys(root) {
  root.addEventListener("focusin", (event) => event.target.setAttribute(OWN_KEYS, "true"));
}

const SHAPES = {
  government: "M-4.4,-4.4H4.4V4.4H-4.4Z",
  employers: "M0,-5A5,5 0 1 1 0,5A5,5 0 1 1 0,-5Z",
  workers: "M0,-5.6L5.4,4.4H-5.4Z",
  community: "M0,-6L6,0L0,6L-6,0Z",
  buyers: "M0,5.6L5.4,-4.4H-5.4Z",
  ngo: "M-1.8,-5.2H1.8V-1.8H5.2V1.8H1.8V5.2H-1.8V1.8H-5.2V-1.8H-1.8Z",
  international_agency: "M-2.8,-4.9H2.8L5.6,0L2.8,4.9H-2.8L-5.6,0Z",
  leading_firms: "M0,-5.4L5.2,-1.6L3.2,4.5H-3.2L-5.2,-1.6Z",
  policy: "M-5,-3.2L-3.2,-5L0,-1.8L3.2,-5L5,-3.2L1.8,0L5,3.2L3.2,5L0,1.8L-3.2,5L-5,3.2L-1.8,0Z",
};

const ACTOR_WORDS = { policy: "policy, no act linked", ngo: "NGO" };

function actorWord(actor) {
  return ACTOR_WORDS[actor] ?? actor.replaceAll("_", " ");
}

function fillOf(actor, certainty, colours, prefix) {
  if (certainty === "reported") return colours[actor];
  return certainty === "possible" ? `url(#${prefix}-${actor})` : "var(--jp-layout-color1, #fff)";
}

function halves(colours, prefix) {
  const stops = (colour) => `<stop offset="50%" stop-color="${colour}"/>` +
    `<stop offset="50%" stop-color="var(--jp-layout-color1, #fff)"/>`;
  return Object.entries(colours)
    .map(([actor, colour]) => `<linearGradient id="${prefix}-${actor}">${stops(colour)}</linearGradient>`)
    .join("");
}

// One stop for Tab; arrows, Home and End move among the parts, Enter or space chooses one.
function roving(root, selector, { choose, look }) {
  const all = () => [...root.querySelectorAll(selector)];
  const move = (to) => {
    for (const one of all()) one.setAttribute("tabindex", one === to ? "0" : "-1");
    to.focus();
  };
  const at = (event) => event.target.closest?.(selector);
  root.addEventListener("keydown", (event) => {
    const here = at(event);
    if (!here) return;
    const parts = all();
    const place = parts.indexOf(here);
    const next = { ArrowRight: place + 1, ArrowDown: place + 1, ArrowLeft: place - 1, ArrowUp: place - 1,
      Home: 0, End: parts.length - 1 }[event.key];
    if (next !== undefined && parts[next]) move(parts[next]);
    else if (event.key === "Enter" || event.key === " ") choose(here);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("click", (event) => at(event) && choose(at(event)));
  for (const kind of ["focusin", "pointerover"]) {
    root.addEventListener(kind, (event) => at(event) && look(at(event)));
  }
}

// Rows of the evidence as list items: sentence, who acts, effects, id.
function rowItem(id, row) {
  const [sentence, table, , growth, social, who] = row;
  const effects = `growth ${growth || "not stated"}, social conditions ${social || "not stated"}`;
  const told = !["policies", "actions", "contexts"].includes(table) ? "" : growth || social ? effects : "effect not stated";
  return `<li>${safe(sentence)}${who ? ` <em>${safe(who)}</em>` : ""}` +
    `${told ? ` <b>${safe(told)}</b>` : ""} <span class="ck-id">${safe(id)}</span></li>`;
}

// Which parts of what can be followed (places, claims, actors) some rows have; nothing where the
// page does not know these rows, as in a large evidence base.
const ACTORS = Object.keys(SHAPES).filter((actor) => actor !== "policy");

function partsOf(ids, known) {
  const rows = ids.map((id) => known[id]).filter(Boolean);
  if (ids.length && !rows.length) return null;
  const unique = (values) => [...new Set(values.filter(Boolean))];
  const who = rows.map((row) => row[5]).join("; ");
  return { place: unique(rows.map((row) => row[2])), claim: unique(rows.map((row) => row[7])),
    actor: ACTORS.filter((actor) => new RegExp(`\\b${actorWord(actor)}\\b`).test(who)) };
}

// A line that names what is followed in every view, lets it go, and outlines the marks that have
// rows on it; none is hidden. `partsOfMark` says what can be followed of a mark.
function makeFollowed(model, marks, partsOfMark, what = ["mark", "marks"]) {
  const line = element("p", { className: "ck-followed", hidden: true });
  const follow = (part, value) => {
    model.set("chosen", { ...model.get("chosen"), [part]: value });
    model.save_changes();
  };
  const names = { place: (value) => model.get("places")?.[value] ?? value, actor: actorWord, claim: (value) => `claim ${value}` };
  const nameOfPart = (part, value) => names[part](value);
  const tell = () => {
    const chosen = Object.entries(model.get("chosen") ?? {}).filter(([, value]) => value);
    const [shown, [each, several]] = [marks(), what];
    const parts = new Map(chosen.length ? shown.map((one) => [one, partsOfMark(one)]) : []);
    const mine = [...parts.keys()].filter((one) => parts.get(one) && chosen.every(([part, value]) => parts.get(one)[part].includes(value)));
    const all = mine.length > 1 && mine.length === shown.length; // an outline would say nothing
    for (const one of shown) one.classList.toggle("ck-mine", !all && mine.includes(one));
    const none = !shown.length ? "" : [...parts.values()].includes(null) ? "not outlined here, where rows are too many" : `none of the ${several} shown here has rows on it`;
    const where = all ? `all ${several} here` : mine.length ? `outlined here: ${mine.length} ${mine.length === 1 ? each : several}` : none;
    const lifts = chosen.map(([part, value]) => `<button type="button" class="ck-name ck-lift" data-part="${part}" aria-label="Follow ${safe(nameOfPart(part, value))} no longer">${safe(nameOfPart(part, value))} ×</button>`);
    line.hidden = !chosen.length;
    line.innerHTML = `Followed in every view: ${lifts.join(" ")} <span>${where}</span>`;
  };
  line.addEventListener("click", (event) => {
    const part = event.target.closest(".ck-lift")?.dataset.part;
    if (!part) return;
    follow(part, "");
    (line.querySelector(".ck-lift") ?? line.parentElement.querySelector("[tabindex='0'], button, select"))?.focus();
  });
  model.on("change:chosen", tell);
  return { line, tell, follow, nameOfPart };
}
