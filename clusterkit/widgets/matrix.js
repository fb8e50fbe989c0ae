// The configuration matrix. Python says what stands in each cell; this draws it, sorts and groups
// lines, frames cells and sets lines side by side. Nothing about the evidence is worked out here.
const HELP = "Arrow keys move among cells; Enter opens the rows of a cell, Escape closes them; S sorts by its column; " +
  "E opens its column to its parts; C marks its line to compare; N lists the nearest; Alt and an arrow moves a line; T shows words for marks.";
const GROUPED = { reported: "what is reported of outcomes", country: "country", none: "no groups" };
const ORDERED = { statements: "number of statements", name: "name", column: "the chosen column", hand: "by hand" };
const FRAMES = { act: "ck-inact", cluster: "ck-incluster" };
const SWITCHES = [["inherit", "Said of region and country"], ["wider", "Wider context"], ["influences", "Influences"], ["words", "Words for marks (T)"]];
const COVERED = "covered";
const START = { group: "reported", order: "statements", column: "", compare: [], inherit: false, wider: false, influences: false, words: false, opened: [], reading: "wide", second: "", value: [] };

function glyph(answer, mark) {
  const [width, inside] = answer.glyphs[mark];
  return `<svg class="ck-glyph" width="${width}" height="12" viewBox="0 0 ${width} 12" aria-hidden="true">${inside}</svg>`;
}

function markHtml(answer, mark, state) {
  const words = state.words;
  const own = mark.own ? `<span class="ck-own" title="own row">•</span>` : "";
  if ("text" in mark) {
    const sign = mark.sign ? (/^[▲▼]$/.test(mark.sign) ? `${mark.sign} ` : `<b>${safe(mark.sign)}:</b> `) : "";
    return `<span class="ck-found">${own}${sign}${safe(mark.text)}</span>`;
  }
  const told = effectsOf(mark, state);
  const effects = told.length ? `<b class="ck-effects">${told.map((one) => `<span>${safe(one)}</span>`).join("")}</b>` : "";
  const letter = mark.letter ? `<i>${mark.letter}</i>` : "";
  const sign = words ? `<span class="ck-word">${safe(mark.words)}</span>` : glyph(answer, mark.mark);
  return `<span class="ck-mark${words ? " ck-worded" : ""}">${own}${sign}${mark.possible ? "<b>?</b>" : ""}${letter}${effects}</span>`;
}

// Where a line stands when lines are sorted by a column: by mark, then by how many; silence last.
function rankOf(answer, line, column) {
  const marks = line.cells[column]?.marks ?? [];
  if (!marks.length) return [1, 0, 0];
  const order = Object.keys(answer.marks);
  const found = { "▲": 0, "▼": 1 };
  return [0, Math.min(...marks.map((one) => ("text" in one ? found[one.sign] ?? 2 : order.indexOf(one.mark)))), -marks.length];
}

function byOrder(answer, state) {
  const name = (one, other) => one.name.localeCompare(other.name, "en");
  const most = (one, other) => other.statements - one.statements || name(one, other);
  if (state.order === "name") return name;
  if (state.order === "hand") return (one, other) => state.hand.indexOf(one.id) - state.hand.indexOf(other.id);
  if (state.order !== "column" || !state.column) return most;
  const ranks = new Map(answer.lines.map((line) => [line.id, rankOf(answer, line, state.column)]));
  return (one, other) => {
    const [left, right] = [ranks.get(one.id), ranks.get(other.id)];
    const at = left.findIndex((number, place) => number !== right[place]);
    return at < 0 ? most(one, other) : left[at] - right[at];
  };
}

// Groups of lines in the order in which they are drawn; what is said of a country once, above its own.
function arrange(answer, state) {
  const aside = state.compare.length === 2 ? state.compare : [];
  const lines = answer.lines.filter((one) => !aside.includes(one.id));
  const clusters = lines.filter((one) => one.cluster).sort(byOrder(answer, state));
  const grouped = state.inherit ? "country" : state.group;
  const keyOf = { reported: (one) => one.group, country: (one) => one.country, none: () => "All clusters" }[grouped];
  const names = grouped === "reported" ? answer.groups : [...new Set(clusters.map(keyOf))].sort((one, other) => one.localeCompare(other, "en"));
  const shown = new Set();
  const groups = names.map((name) => {
    const mine = clusters.filter((one) => keyOf(one) === name);
    const wide = new Set(state.inherit ? mine.flatMap((one) => one.above) : []);
    const above = lines.filter((one) => wide.has(one.id)).sort((one, other) => one.above.length - other.above.length);
    for (const one of above) shown.add(one.id);
    return { name, count: mine.length, lines: [...above, ...mine] };
  }).filter((group) => group.lines.length);
  const wider = lines.filter((one) => !one.cluster && !shown.has(one.id)).sort(byOrder(answer, state));
  if (state.wider && wider.length) groups.push({ name: answer.wider, count: wider.length, lines: wider });
  return { groups, above: shown };
}

// Silence is neither the same nor different.
function compared(one, other, column) {
  const [left, right] = [one, other].map((line) => line.cells[column]?.stated ?? []);
  if (!left.length && !right.length) return "both silent";
  if (!left.length || !right.length) return "one silent";
  const common = left.filter((words) => right.includes(words));
  if (!common.length) return "differs";
  return common.length === left.length && common.length === right.length ? "same" : "same in part";
}

// Columns, by place in the table, of each act that meets what is asked.
function actsShown(asked, columns) {
  if (asked?.how !== "act") return [];
  return asked.acts.map((names) => columns.flatMap((one, at) => (names.includes(one.of ?? one.id) && asked.cells.includes(one.id) ? [at] : [])));
}

function meetsWords(asked, acts, columns, at) {
  if (!asked?.cells.includes(columns[at].id)) return "";
  if (asked.how !== "act") return " It meets what is asked, in one cluster, not in one act.";
  const others = [...new Set(acts.filter((act) => act.includes(at)).flat())].filter((other) => other !== at).map((other) => columns[other].label);
  return ` It meets what is asked, in one act${others.length ? ` with ${others.join("; ")}` : ""}.`;
}

function saidOf(answer, state, line, column) {
  const cell = line.cells[column.id];
  const silent = `${line.name}, ${column.label}: this study does not say.`;
  const said = cell?.marks.length ? saysOf(cell, state) : silent;
  return cell?.changed ? `${said} Read otherwise; as coded: ${cell.was || silent}` : said;
}

function cellHtml(answer, state, line, columns, at, acts, covered) {
  const column = columns[at];
  const cell = line.cells[column.id];
  const filled = cell?.marks.length > 0;
  const asked = state.shown.lines?.[line.id];
  const framed = asked?.cells.includes(column.id) ? FRAMES[asked.how] : "";
  const joined = acts.some((act) => act[0] < at && at <= act.at(-1));
  const unsaid = asked?.silent.includes(column.id) && !filled;
  const hidden = covered && column.part === "outcomes";
  const kind = `ck-cell ck-${column.part}${filled || unsaid || cell?.changed ? "" : " ck-empty"}${framed ? ` ${framed}` : ""}${joined ? " ck-joined" : ""}${cell?.changed ? " ck-changed" : ""}${column.first ? " ck-first" : ""}`;
  const said = hidden ? `${line.name}, ${column.label}: covered until you ask.` : saidOf(answer, state, line, column) + meetsWords(asked, acts, columns, at);
  const changed = cell?.changed ? `<b class="ck-other">≠</b>` : "";
  const inside = hidden ? `<span class="ck-unsaid">${COVERED}</span>` : changed + (filled ? cell.marks.map((one) => markHtml(answer, one, state)).join("") : unsaid ? `<span class="ck-unsaid ck-missing">not said</span>` : "");
  const open = state.value[0] === line.id && state.value[1] === column.id;
  return `<td role="gridcell" tabindex="-1" class="${kind}${open ? " ck-opened" : ""}" data-line="${safe(line.id)}" data-column="${safe(column.id)}" data-label="${safe(column.label)}" aria-label="${safe(said)}">${inside ? `<div>${inside}</div>` : ""}</td>`;
}

function barOf(number, most) {
  return Math.max(1, Math.round(26 * number / most));
}

function lineHtml(answer, state, columns, line, { covered = false, bracket = false, most = 1 } = {}) {
  const empty = columns.filter((one) => !line.cells[one.id]?.marks.length).length;
  const name = titleOf(line);
  const asked = state.shown.lines?.[line.id];
  const acts = actsShown(asked, columns);
  const how = FRAMES[asked?.how] ? `<span class="ck-how">${asked.how === "act" ? "in one act" : "in one cluster"}</span>` : "";
  const said = `${name}: ${line.statements} statements, ${empty} of ${columns.length} columns not said.${asked ? ` ${asked.says}.` : ""}${state.compare.includes(line.id) ? " Marked to compare." : ""}`;
  const style = `${bracket ? " ck-bracket" : ""}${line.kind === "cluster" ? "" : " ck-above"}${state.compare.includes(line.id) ? " ck-chosen" : ""}`;
  const head = `<th role="rowheader" scope="row" tabindex="-1" draggable="${line.cluster}" class="ck-cell${state.value[0] === line.id && !state.value[1] ? " ck-opened" : ""}" data-line="${safe(line.id)}" data-column="" aria-label="${safe(said)}">` +
    `<div class="ck-name"><span>${safe(name)} <small>${safe(line.kind === "cluster" ? line.code : "")}</small>${how}</span>` +
    `<span class="ck-number">${line.statements}<svg width="26" height="3" aria-hidden="true"><rect x="${26 - barOf(line.statements, most)}" width="${barOf(line.statements, most)}" height="3" fill="currentColor"/></svg></span></div>` +
    `<span class="ck-rest">${empty} of ${columns.length} columns not said</span></th>`;
  const row = `<tr role="row" class="ck-line${style}" data-line="${safe(line.id)}">${head}${columns.map((_, at) => cellHtml(answer, state, line, columns, at, acts, covered)).join("")}</tr>`;
  return [row, openHtml(answer, state, columns, line, covered)].filter(Boolean);
}

function rowList(answer, ids) {
  const known = ids.filter((id) => answer.rows[id]);
  const more = ids.length > known.length ? `<p>${ids.length} rows; read them in Python: the widget's <code>rows</code>.</p>` : "";
  return `<ul>${known.map((id) => rowItem(id, answer.rows[id])).join("")}</ul>${more}`;
}

function openHtml(answer, state, columns, line, covered) {
  const wrap = (words) => `<tr role="row" class="ck-open"><td role="gridcell" colspan="${columns.length + 1}"><div class="ck-box" tabindex="-1"><button type="button" data-do="close" aria-label="Close">✕</button>${words}</div></td></tr>`;
  if (state.near === line.id) return wrap(nearHtml(line));
  if (state.value[0] !== line.id) return "";
  const column = columns.find((one) => one.id === state.value[1]);
  if (covered && column?.part === "outcomes") return wrap("<p>Outcomes are covered: show them with the button above the two lines.</p>");
  const cells = column ? [line.cells[column.id]] : columns.filter((one) => !(covered && one.part === "outcomes")).map((one) => line.cells[one.id]);
  const ids = [...new Set(cells.flatMap((cell) => cell?.rows ?? []))];
  const title = column ? saidOf(answer, state, line, column) : `${line.name}: all that is stated of it.`;
  const asked = state.shown.lines?.[line.id];
  return wrap(`<p><b>${safe(title)}</b> ${ids.length ? ids.length === 1 ? "1 statement" : `${ids.length} statements` : ""}</p>${asked && !column ? `<p>What is asked: ${safe(asked.says)}.</p>` : ""}${ids.length ? rowList(answer, ids) : ""}`);
}

function nearHtml(line) {
  const list = (name, words) => (words.length ? ` <em>${name}:</em> ${safe(words.join("; "))}.` : "");
  const items = line.near.map((one) => `<li><b>${safe(one.name)}</b>${list("agrees", one.agrees)}${list("differs", one.differs)}${list("not said of it", one.unsaid)} <button type="button" data-do="beside" data-one="${safe(line.id)}" data-other="${safe(one.id)}" aria-label="${safe(`Set ${line.name} and ${one.name} side by side`)}">side by side</button></li>`);
  const none = "<p>No cluster agrees with it in anything that is stated. Silence of both is no likeness.</p>";
  return `<p><b>Nearest to ${safe(line.name)}</b>, by how many stated elements agree; outcomes are not looked at, and there is no score. Clusters that agree in as many are equally near.</p>${items.length ? `<ul>${items.join("")}</ul>` : none}`;
}

function groupHtml(columns, words, extra = "") {
  return `<tr role="row" class="ck-group"><th role="rowheader" scope="rowgroup" colspan="${columns.length + 1}"><span>${safe(words)}${extra}</span></th></tr>`;
}

// Above opened columns: of which column they are parts.
function bandHtml(answer, columns) {
  if (!columns.some((one) => one.of)) return "";
  const bands = [];
  for (const one of columns) {
    if (one.of && bands.at(-1)?.facet === one.facet) bands.at(-1).wide += 1;
    else bands.push({ facet: one.facet, of: one.of, wide: 1, first: one.first });
  }
  const cells = bands.map(({ facet, of, wide, first }) => {
    if (!facet) return `<td colspan="${wide}"></td>`;
    const label = answer.columns.find((one) => one.id === of).label;
    return `<th role="columnheader" scope="colgroup" colspan="${wide}" class="ck-band${first ? " ck-first" : ""}">${safe(label)}, by ${safe(facet.split(":")[1])} <button type="button" tabindex="-1" data-do="shut" data-one="${safe(of)}" aria-label="${safe(`Close ${label}`)}" title="Close this column">✕</button></th>`;
  });
  return `<tr role="row"><td></td>${cells.join("")}</tr>`;
}

// The head says nothing of the order, so that sorting leaves it in its place: see markSorted.
function headHtml(answer, columns) {
  const groups = [];
  for (const one of columns) {
    if (groups.at(-1)?.[0] === one.group) groups.at(-1)[1] += 1;
    else groups.push([one.group, 1]);
  }
  const head = (one) => `<th role="columnheader" scope="col" tabindex="-1" class="ck-cell${one.first ? " ck-first" : ""}" data-line="#head" data-column="${one.id}" data-label="${safe(one.label)}" aria-label="${safe(one.label)}" title="Sort by this column (S)"><div lang="en">${safe(one.shown)}</div>${opens(one)}</th>`;
  const opens = (one) => (answer.open[one.of ?? one.id]?.length ? `<button type="button" class="ck-more" tabindex="-1" data-do="open" data-one="${safe(one.of ?? one.id)}" aria-label="${safe(`Open ${one.label}`)}" title="Open to its parts (E); again: to other parts">+</button>` : "");
  return `<tr role="row"><td></td>${groups.map(([name, wide]) => `<th role="columnheader" scope="colgroup" colspan="${wide}" class="ck-part ck-first">${safe(name)}</th>`).join("")}</tr>${bandHtml(answer, columns)}` +
    `<tr role="row"><th role="columnheader" scope="col" class="ck-corner">cluster <small>statements</small></th>${columns.map(head).join("")}</tr>`;
}

function markSorted(table, state) {
  const now = state.order === "column" ? table.querySelector(`thead .ck-cell[data-column="${state.column}"]`) : null;
  const was = table.querySelector("thead .ck-sorted");
  if (was === now) return;
  for (const one of [was, now].filter(Boolean)) {
    one.classList.toggle("ck-sorted", one === now);
    one.setAttribute("aria-label", `${one.dataset.label}${one === now ? ", lines are sorted by it" : ""}`);
  }
}

function footHtml(answer, state, columns) {
  const total = answer.lines.filter((one) => one.cluster).length;
  const cell = (line, one, number, said) => `<td role="gridcell" tabindex="-1" class="ck-cell${one.first ? " ck-first" : ""}" data-line="${line}" data-column="${one.id}" data-label="${safe(one.label)}" aria-label="${safe(said)}">${number}</td>`;
  const clusters = columns.map((one) => cell("#clusters", one, answer.clusters[one.id], `${one.label}: stated of ${answer.clusters[one.id]} of ${total} clusters.`));
  const general = columns.map((one) => cell("#general", one, answer.general[one.id].claims, `${one.label}: ${answer.general[one.id].claims} general claims without a place.`));
  const column = state.value[0] === "#general" && columns.find((one) => one.id === state.value[1]);
  const open = column ? `<tr role="row" class="ck-open"><td role="gridcell" colspan="${columns.length + 1}"><div class="ck-box" tabindex="-1"><button type="button" data-do="close" aria-label="Close">✕</button><p><b>General claims on ${safe(column.label)}, without a place</b></p>${rowList(answer, answer.general[column.id].rows)}</div></td></tr>` : "";
  return [`<tr role="row"><th role="rowheader" scope="row">Clusters with a statement, of ${total}</th>${clusters.join("")}</tr>`, `<tr role="row"><th role="rowheader" scope="row">General claims, no place</th>${general.join("")}</tr>`, ...(open ? [open] : [])];
}

// As wide as its widest mark and the longest part of its heading, in pixels at the size of the type.
function widthOf(answer, state, column) {
  if (column.part === "outcomes") return state.words && !column.of ? 130 : 67;
  if (state.words) return 102;
  const marks = answer.lines.flatMap((line) => (line.cluster || state.inherit || state.wider ? line.cells[column.id]?.marks ?? [] : []));
  const signs = (mark) => 7.9 * ((mark.possible ? 1 : 0) + (mark.letter ? 1 : 0) + (mark.own ? 1 : 0) + Math.max(0, ...effectsOf(mark, state).map((one) => one.length))) + (mark.letter && effectsOf(mark, state).length ? 4 : 0);
  const heads = column.shown.split(/[ \u00ad]/).map((part) => (part === part.toUpperCase() ? 8.5 : 6.7) * part.length);
  const framed = Object.values(state.shown.lines ?? {}).some((one) => FRAMES[one.how] && one.cells.includes(column.id));
  return 5 + (column.first ? 5 : 0) + (framed ? 9 : 0) + Math.max(...heads, ...marks.map((mark) => answer.glyphs[mark.mark][0] + signs(mark)));
}

// Where there is room to spare, names and what is reported in words get most of it.
function colHtml(answer, state, columns) {
  const names = state.inherit || columns.some((one) => one.of || one.part === "influences") ? 126 : 106; // it scrolls then
  const widths = [names, ...columns.map((one) => widthOf(answer, state, one))];
  const total = Math.ceil(widths.reduce((sum, one) => sum + one, 0));
  const marks = columns.filter((one) => one.part !== "outcomes").length;
  const shares = [0.16, ...columns.map((one) => (one.part === "outcomes" ? 0.3 : 0.24 / marks))];
  const cols = widths.map((one, at) => `<col class="ck-${at ? columns[at - 1].part : "names"}" style="width:calc(${one.toFixed(1)}px + max(0px, 100cqw - ${total}px) * ${shares[at].toFixed(4)})">`);
  const outcomes = columns.filter((one) => one.part === "outcomes");
  const pinned = outcomes.length === 2 && columns.slice(-2).every((one) => one.part === "outcomes"); // opened to parts they are too many
  return { total, pin: pinned ? widths.at(-1) : 0, cols: `<colgroup>${cols.join("")}</colgroup>` };
}

// What was made for a line, or for the columns, is kept for as long as what it is made of is the same.
function remembered(memory, of, key, make) {
  const held = memory.get(of);
  if (held?.key === key) return held.made;
  const made = make();
  memory.set(of, { key, made });
  return made;
}

// The table in pieces: a row whose HTML is as before is kept as it stands in the page.
function tablePieces(answer, state, columns, memory) {
  const { groups, above } = arrange(answer, state);
  const most = Math.max(1, ...answer.lines.map((one) => one.statements));
  const common = [columns.map((one) => one.id).join(), state.words, state.reading, state.shown.code ?? "", state.inherit, state.wider].join("|");
  const { total, pin, cols } = remembered(memory, answer, common, () => colHtml(answer, state, columns));
  const lineRows = (line, how) => {
    const mine = [line.id === state.value[0] ? state.value[1] : "-", state.near === line.id, state.compare.includes(line.id), how.covered, how.bracket];
    return remembered(memory, line, `${common}|${mine.join("|")}`, () => lineHtml(answer, state, columns, line, { ...how, most }));
  };
  const bracket = (line) => line.above.some((one) => above.has(one));
  const bodies = [];
  if (state.compare.length === 2) {
    const [one, other] = state.compare.map((id) => answer.lines.find((line) => line.id === id));
    const button = ` <button type="button" data-do="uncover" aria-pressed="${state.uncovered}">${state.uncovered ? "Cover outcomes (O)" : "Show outcomes (O)"}</button> <button type="button" data-do="apart">End comparison</button>`;
    const words = columns.map((column) => {
      const said = !state.uncovered && column.part === "outcomes" ? COVERED : compared(one, other, column.id);
      return `<td role="gridcell" tabindex="-1" class="ck-cell ck-compared${column.first ? " ck-first" : ""}" data-line="#compared" data-column="${safe(column.id)}" data-label="${safe(column.label)}" aria-label="${safe(`${column.label}: ${said}`)}">${said}</td>`;
    });
    bodies.push({ className: "ck-beside", rows: [groupHtml(columns, "Side by side", button), ...[one, other].flatMap((line) => lineRows(line, { covered: !state.uncovered })),
      `<tr role="row"><th role="rowheader" scope="row">compared, by what is stated</th>${words.join("")}</tr>`] });
  }
  for (const group of groups) {
    const lines = group.lines.flatMap((line) => lineRows(line, { bracket: line.cluster && bracket(line) }));
    bodies.push({ className: "", rows: [groupHtml(columns, `${group.name} · ${group.count}`), ...lines] });
  }
  return { total, pin, cols, head: headHtml(answer, columns), bodies, foot: footHtml(answer, state, columns) };
}

// Parts of a line stand among its cells, so that an opened column is drawn as any other.
function joinParts(answer) {
  return { ...answer, lines: answer.lines.map((line) => ({ ...line, cells: { ...line.cells, ...line.parts } })) };
}

function readOtherwise(answer, patch) {
  const lines = answer.lines.map((line) => {
    const other = patch.lines[line.id];
    return other ? { ...line, ...other, cells: { ...line.cells, ...other.cells, ...other.parts } } : line;
  });
  return { ...answer, lines, headline: patch.headline, clusters: { ...answer.clusters, ...patch.clusters }, rows: { ...answer.rows, ...patch.rows }, otherwise: patch.words };
}

function changesOf(patch) {
  const places = Object.keys(patch.lines).length;
  if (!patch.changed) return places ? "No cell changes but those of opened columns (E)." : "No cell changes.";
  return `${patch.changed === 1 ? "1 cell changes" : `${patch.changed} cells change`}, marked ≠.`;
}

function legendHtml(answer) {
  const items = answer.legend.map(([mark, words]) => `<li>${glyph(answer, mark)} ${safe(words)}</li>`).join("");
  return `<ul>${items}</ul><p>${safe(answer.signs)}</p>`;
}

function render({ model, el }) {
  const traits = [...Object.keys(START), "shown"];
  const view = { hand: [], near: "", uncovered: false, frames: true, focus: ["#head", ""], drawing: false };
  const coded = joinParts(model.get("answer"));
  let [answer, read] = [coded, null];
  const state = () => {
    const now = Object.fromEntries(traits.map((name) => [name, model.get(name)]));
    return { ...now, ...view };
  };
  const columnsNow = () => {
    const opened = new Map(model.get("opened").map((name) => [name.split(":")[0], name]));
    const shown = answer.columns.filter((one) => one.part !== "influences" || model.get("influences")).flatMap((one) => {
      const facet = answer.open[one.id]?.find(({ id }) => id === opened.get(one.id));
      return facet ? facet.columns.map((part) => ({ ...part, facet: facet.id })) : [one];
    });
    return shown.map((one, at) => ({ ...one, first: at > 0 && one.group !== shown[at - 1].group }));
  };
  const say = (words) => { live.textContent = words; };
  const choose = (values) => {
    view.drawing = true;
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    view.drawing = false;
    model.save_changes();
    draw();
  };
  const lineOf = (id) => answer.lines.find((one) => one.id === id);
  const labelOf = (id) => [...answer.columns, ...columnsNow()].find((one) => one.id === id)?.label ?? "";
  const patchNow = () => {
    const id = model.get("second");
    const patch = id ? model.get("patches")?.[id] ?? model.get("patch") : null;
    return patch?.id === id ? patch : null;
  };

  const [bar, asked, scroll, legend] = ["ck-bar", "ck-asked", "ck-scroll", "ck-legend"].map((className) => element("div", { className }));
  const live = element("p", { className: "ck-live", role: "status" });
  live.setAttribute("aria-live", "polite");
  live.textContent = HELP;
  scroll.setAttribute("role", "region");
  scroll.setAttribute("aria-label", "The matrix; it scrolls");
  const headline = element("p", { className: "ck-headline" });
  const wide = element("p", { className: "ck-wider" });
  const table = element("table");
  table.setAttribute("role", "grid");
  scroll.append(table);
  const root = element("div", { className: "ck-matrix" }, [
    headline, element("p", { className: "ck-caption", textContent: answer.caption }), bar, asked, live, wide, scroll, legend]);
  const rowsOfLine = (id) => Object.values(lineOf(id)?.cells ?? {}).flatMap((cell) => cell.rows);
  const partsOfLine = (line) => ({ ...partsOf(rowsOfLine(line.dataset.line), answer.rows), place: [line.dataset.line] });
  const followed = makeFollowed(model, () => [...table.querySelectorAll("tr.ck-line")], partsOfLine, ["line", "lines"]);
  live.before(followed.line);
  root.setAttribute("role", "group");
  root.setAttribute("aria-label", model.get("description"));
  legend.innerHTML = legendHtml(answer);
  keepKeys(root);
  el.append(root);

  const pick = (label, options, name) => {
    const nodes = Object.entries(options).map(([value, textContent]) => element("option", { value, textContent }));
    const select = element("select", { ariaLabel: label, onchange: () => pickers[name](select.value) }, nodes);
    select.dataset.name = name;
    return element("label", {}, [`${label} `, select]);
  };
  const pickers = {
    group: (group) => { choose(group === "country" ? { group } : { group, inherit: false }); say(`Grouped by ${GROUPED[group]}.`); },
    order: (order) => {
      if (order === "hand") keepHand();
      choose(order === "column" ? { order, column: view.focus[1] || model.get("column") || "growth" } : { order });
      say(`Lines ordered by ${order === "column" ? labelOf(model.get("column")) : ORDERED[order]}.`);
    },
    reading: (reading) => { choose({ reading }); say(`Arrow F7, ${reading} reading: ${answer.readings[reading]}.`); },
    second: (second) => { choose({ second }); if (!second) say("Rows as they are coded."); },
  };
  const button = (text, onclick, title = text) => element("button", { type: "button", textContent: text, title, onclick });
  const flip = (name, label) => {
    const box = element("input", { type: "checkbox", onchange: () => toggle(name, box.checked) });
    box.dataset.name = name;
    return element("label", { className: "ck-switch" }, [box, ` ${label}`]);
  };
  const toggle = (name, on = !model.get(name)) => {
    choose(name === "inherit" && on ? { inherit: true, group: "country" } : { [name]: on });
    const told = { inherit: on ? "What is said of a region or country stands once, above its clusters; it is not copied into their cells." : "What is said of regions and countries is left out.",
      wider: on ? "Other places are shown below, as lines of their own." : "Clusters in developing countries only.",
      influences: on ? "Columns of influences are shown." : "Columns of influences are hidden.", words: on ? "Words stand for marks." : "Marks stand for words." };
    say(told[name]);
  };
  const save = (kind) => saveMatrix(kind, { answer, state: view.frames ? state() : { ...state(), shown: {} }, columns: columnsNow(), arrange: arrange(answer, state()), lineOf });
  const seconds = { "": "as coded", ...Object.fromEntries(answer.seconds.map((one) => [one.id, one.words])) };
  bar.append(pick("Group by", GROUPED, "group"), pick("Order by", ORDERED, "order"), ...SWITCHES.map(([name, label]) => flip(name, label)),
    pick("Arrow F7", { wide: "wide reading", narrow: "narrow reading" }, "reading"), pick("Second reading", seconds, "second"),
    button("Open column (E)", () => openColumn(view.focus[1]), "Open the column of the chosen cell to its parts; again: to other parts, then closed"),
    button("Sort (S)", () => sortBy(view.focus[1]), "Sort by the column of the chosen cell; again: back"), button("Compare (C)", () => mark(view.focus[0]), "Mark the line of the chosen cell to compare"),
    button("Nearest (N)", () => near(view.focus[0]), "List the clusters nearest to the line of the chosen cell"),
    button("Start again", () => { Object.assign(view, { hand: [], near: "", uncovered: false, frames: true }); choose(START); say("As at the start."); }),
    element("span", { className: "ck-files" }, ["Save: ", ...["SVG", "PNG", "CSV", "BibTeX"].map((kind) => button(kind, () => save(kind), `Save the matrix: ${kind}`))]));

  const showOpen = () => scroll.querySelector(".ck-open")?.scrollIntoView({ block: "nearest" });
  const showBeside = () => {
    scroll.scrollTop = 0;
    scroll.querySelector(".ck-beside")?.scrollIntoView({ block: "nearest" });
  };
  const keepHand = () => { view.hand = arrange(answer, state()).groups.flatMap((group) => group.lines.map((one) => one.id)).concat(model.get("compare")); };
  const sortBy = (column) => {
    if (!column) return say("Choose a cell of a column first.");
    const again = model.get("order") === "column" && model.get("column") === column;
    choose(again ? { order: "statements", column: "" } : { order: "column", column });
    say(again ? "Ordered by number of statements." : `Sorted by ${labelOf(column)}: like marks together, silence last.`);
  };
  const openColumn = (id, shut = false) => {
    const of = id?.split(":")[0];
    const facets = answer.open[of] ?? [];
    if (!facets.length) return say(of ? `${labelOf(of)} has no parts to open.` : "Choose a cell of a column first.");
    const others = model.get("opened").filter((name) => name.split(":")[0] !== of);
    const at = facets.findIndex((one) => model.get("opened").includes(one.id));
    const facet = shut ? undefined : facets[at + 1];
    const columns = facet?.columns ?? [];
    if (view.focus[1].split(":")[0] === of) view.focus = [view.focus[0], columns[0]?.id ?? of];
    const sorted = model.get("column").split(":")[0] === of ? { column: "", order: model.get("order") === "column" ? "statements" : model.get("order") } : {};
    choose({ opened: facet ? [...others, facet.id] : others, value: [], ...sorted });
    const unsaid = facet?.unsaid.length ? ` No row at all: ${facet.unsaid.join(", ")}.` : "";
    say(facet ? `${labelOf(of)}, by ${facet.facet}: ${columns.length} columns.${unsaid} E: ${at + 2 < facets.length ? `by ${facets[at + 2].facet}` : "close"}.` : `${labelOf(of)} is one column again.`);
  };
  const mark = (id) => {
    if (!lineOf(id)) return say("Choose a cell of a line first.");
    const now = model.get("compare");
    const compare = now.includes(id) ? now.filter((one) => one !== id) : [...now.slice(-1), id];
    view.uncovered = false;
    choose({ compare });
    const names = compare.map((one) => lineOf(one).name);
    say(names.length === 2 ? `${names.join(" and ")} stand side by side at the top. Their outcomes are covered; O shows them.` : names.length ? `${names[0]} is marked. Mark a second line with C.` : "No line is marked.");
    if (names.length === 2) showBeside();
  };
  const near = (id) => {
    if (!lineOf(id)?.cluster) return say("Choose a cell of a cluster first.");
    view.near = view.near === id ? "" : id;
    choose({ value: [] });
    say(view.near ? `${lineOf(id).near.length} ${lineOf(id).near.length === 1 ? "cluster agrees" : "clusters agree"} with ${lineOf(id).name} in something that is stated.` : "Closed.");
    showOpen();
  };
  const open = (line, column) => {
    if (line === "#head") return sortBy(column);
    if (!lineOf(line) && line !== "#general") return;
    const again = model.get("value")[0] === line && model.get("value")[1] === column;
    view.near = "";
    if (!again && lineOf(line)?.cluster) followed.follow("place", line);
    choose({ value: again ? [] : [line, column] });
    if (!again) say(scroll.querySelector(".ck-open b")?.textContent ?? "");
    showOpen();
  };
  const move = (id, by) => {
    const groups = arrange(answer, state()).groups;
    const lines = groups.map((group) => group.lines.filter((one) => one.cluster)).find((mine) => mine.some((one) => one.id === id)) ?? [];
    const at = lines.findIndex((one) => one.id === id);
    const other = lines[at + by];
    if (at < 0 || !other) return say("It is at the end of its group. Lines move within a group; choose “no groups” to move among all.");
    shift(id, other.id, by > 0);
  };
  const shift = (id, other, after) => {
    keepHand();
    view.hand = view.hand.filter((one) => one !== id);
    view.hand.splice(view.hand.indexOf(other) + (after ? 1 : 0), 0, id);
    choose({ order: "hand" });
    say(`${lineOf(id).name} now stands ${after ? "below" : "above"} ${lineOf(other).name}.`);
  };

  // To focus a cell, or to change whether it can be focused, makes the browser lay out the table.
  const stopAt = (cell) => {
    for (const one of scroll.querySelectorAll('[tabindex="0"]')) if (one !== cell) one.setAttribute("tabindex", "-1");
    if (cell.getAttribute("tabindex") !== "0") cell.setAttribute("tabindex", "0");
  };
  const focusOn = (cell) => {
    stopAt(cell);
    if (cell !== document.activeElement) cell.focus();
  };
  const cellAt = ([line, column]) => scroll.querySelector(`.ck-cell[data-line="${CSS.escape(line)}"][data-column="${column}"]`);
  const memory = new WeakMap();
  let [kept, headNow] = [new Map(), ""];
  const rowsOf = (texts, now) => texts.map((text) => {
    const row = kept.get(text) ?? element("tbody", { innerHTML: text }).firstChild;
    kept.delete(text);
    now.set(text, row);
    return row;
  });
  // Only rows that stand elsewhere are moved.
  const put = (body, rows) => {
    rows.forEach((row, at) => { if (body.children[at] !== row) body.insertBefore(row, body.children[at] ?? null); });
    while (body.children.length > rows.length) body.lastChild.remove();
  };
  const fill = (pieces) => {
    const now = new Map();
    const head = `${pieces.cols}<thead role="rowgroup">${pieces.head}</thead>`;
    if (head !== headNow) {
      for (const old of table.querySelectorAll(":scope > colgroup, :scope > thead")) old.remove();
      table.prepend(...element("table", { innerHTML: head }).childNodes);
      headNow = head;
    }
    table.style.minWidth = `${pieces.total}px`;
    table.style.setProperty("--pin", `${pieces.pin}px`);
    table.classList.toggle("ck-pinned", pieces.pin > 0);
    [width.least, width.pinned] = [pieces.total, pieces.pin > 0];
    tellWidth();
    if (!table.tFoot) table.append(element("tfoot", { role: "rowgroup" }));
    while (table.tBodies.length > pieces.bodies.length) [...table.tBodies].at(-1).remove();
    while (table.tBodies.length < pieces.bodies.length) table.insertBefore(element("tbody", { role: "rowgroup" }), table.tFoot);
    pieces.bodies.forEach(({ className, rows }, at) => { table.tBodies[at].className = className; put(table.tBodies[at], rowsOf(rows, now)); });
    put(table.tFoot, rowsOf(pieces.foot, now));
    kept = now;
    markSorted(table, state());
  };
  // Where the table is wider than its room that is said, since a scroll bar may not show.
  const width = { room: Infinity, least: 0, pinned: false };
  const tellWidth = () => {
    const scrolls = width.room < width.least;
    if (root.classList.contains("ck-scrolls") !== scrolls) root.classList.toggle("ck-scrolls", scrolls);
    const words = scrolls ? `Wider than its room: scroll sideways for more columns.${width.pinned ? " Names stay at the left, outcomes at the right." : ""}` : "";
    if (wide.textContent !== words) wide.textContent = words;
  };
  new ResizeObserver(([{ contentRect }]) => { width.room = contentRect.width || Infinity; tellWidth(); }).observe(scroll);
  const draw = () => {
    if (view.drawing) return;
    view.drawing = true;
    const held = scroll.contains(document.activeElement);
    const patch = patchNow();
    if (patch !== read) {
      [answer, read] = [patch ? readOtherwise(coded, patch) : coded, patch];
      if (patch) say(`Read otherwise: ${patch.words}. ${changesOf(patch)}`);
    }
    const now = state();
    root.classList.toggle("ck-frameless", !view.frames);
    headline.textContent = answer.headline;
    table.setAttribute("aria-label", answer.headline);
    fill(tablePieces(answer, now, columnsNow(), memory));
    for (const select of bar.querySelectorAll("select")) select.value = now.inherit && select.dataset.name === "group" ? "country" : now[select.dataset.name];
    for (const box of bar.querySelectorAll("input")) box.checked = now[box.dataset.name];
    const shown = model.get("shown");
    const otherwise = patch ? `<p><b>Read otherwise: ${safe(patch.words)}.</b> ${safe(patch.reason)} ${safe(changesOf(patch))}${shown.words ? " Frames are of the coding as it stands." : ""} <button type="button" data-do="coded">As coded</button></p>` : "";
    asked.innerHTML = otherwise + (shown.words ? `<p><b>Shown: ${safe(shown.words)}.</b> ${safe(shown.sentence)} Double frame, joined by a line: in one act. Broken frame: in one cluster, not in one act. <button type="button" data-do="frames" aria-pressed="${!view.frames}">${view.frames ? "Hide frames" : "Show frames"}</button></p>` : "");
    const cell = cellAt(view.focus) ?? scroll.querySelector(".ck-cell");
    if (held) focusOn(cell);
    else stopAt(cell);
    followed.tell();
    view.drawing = false;
  };

  const beside = (cell, key) => {
    const row = cell.closest("tr");
    const at = [...row.querySelectorAll(".ck-cell")].indexOf(cell) + (row.querySelector("th.ck-cell[data-column='']") ? 0 : 1);
    const inRow = (line, place) => [...line.querySelectorAll(".ck-cell")][place - (line.querySelector("th.ck-cell[data-column='']") ? 0 : 1)];
    if (key === "ArrowRight") return inRow(row, at + 1);
    if (key === "ArrowLeft") return inRow(row, at - 1);
    if (key === "Home") return row.querySelector(".ck-cell");
    if (key === "End") return [...row.querySelectorAll(".ck-cell")].at(-1);
    const rows = [...scroll.querySelectorAll("tr")].filter((one) => inRow(one, Math.max(at, 1)));
    const next = rows[rows.indexOf(row) + (key === "ArrowDown" ? 1 : -1)];
    return next && (inRow(next, at) ?? inRow(next, 1));
  };
  const keys = { s: ([, column]) => sortBy(column), e: ([, column]) => openColumn(column), c: ([line]) => mark(line), n: ([line]) => near(line) };
  const uncover = () => { view.uncovered = !view.uncovered; draw(); say(view.uncovered ? "Outcomes of the two are shown." : "Outcomes of the two are covered."); };
  const close = () => { view.near = ""; choose({ value: [] }); say("Closed."); };
  root.addEventListener("keydown", (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.metaKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
    const cell = event.target.closest(".ck-cell");
    const at = cell ? [cell.dataset.line, cell.dataset.column] : view.focus;
    if (event.altKey && cell && /^Arrow(Up|Down)$/.test(key)) move(at[0], key === "ArrowUp" ? -1 : 1);
    else if (event.altKey) return;
    else if (/^(Arrow|Home|End)/.test(key) && cell) { const next = beside(cell, key); if (next) focusOn(next); }
    else if ((key === "Enter" || key === " ") && cell) open(...at);
    else if (key === "Escape") close();
    else if (key === "t") toggle("words");
    else if (key === "o" && model.get("compare").length === 2) uncover();
    else if (keys[key]) keys[key](at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  root.addEventListener("focusin", (event) => {
    const cell = event.target.closest?.(".ck-cell");
    if (cell) view.focus = [cell.dataset.line, cell.dataset.column];
  });
  root.addEventListener("click", (event) => {
    const { do: what, one, other } = event.target.dataset ?? {};
    if (what === "close") return close();
    if (what === "uncover") return uncover();
    if (what === "open") return openColumn(one);
    if (what === "shut") return openColumn(one, true);
    if (what === "coded") return pickers.second("");
    if (what === "apart") { choose({ compare: [] }); return say("No line is marked."); }
    if (what === "frames") { view.frames = !view.frames; return draw(); }
    if (what === "beside") { Object.assign(view, { near: "", uncovered: false }); choose({ compare: [one, other] }); showBeside(); return say("Side by side at the top. Their outcomes are covered; O shows them."); }
    const cell = event.target.closest(".ck-cell");
    if (!cell) return;
    focusOn(cell);
    open(cell.dataset.line, cell.dataset.column);
  });
  let dragged = "";
  scroll.addEventListener("dragstart", (event) => { dragged = event.target.dataset?.line ?? ""; event.dataTransfer?.setData("text/plain", dragged); });
  scroll.addEventListener("dragover", (event) => { if (dragged && event.target.closest(".ck-line")) event.preventDefault(); });
  scroll.addEventListener("drop", (event) => {
    const other = event.target.closest(".ck-line")?.dataset.line;
    const mine = arrange(answer, state()).groups.find((group) => group.lines.some((one) => one.id === dragged));
    event.preventDefault();
    if (!mine?.lines.some((one) => one.id === other && one.cluster)) return say("Lines move within a group; choose “no groups” to move among all.");
    if (other !== dragged) shift(dragged, other, mine.lines.findIndex((one) => one.id === dragged) < mine.lines.findIndex((one) => one.id === other));
  });
  for (const name of [...traits, "patch"]) model.on(`change:${name}`, draw);
  draw();
}

export default { render };
