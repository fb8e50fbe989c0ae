// What is saved of the matrix: a picture with text as text, and a table of cells in words.
const NOTE = "#1f1f1f";

// What is stated of a region, country or industry is not stated of its clusters.
function titleOf(line) {
  return line.kind === "cluster" ? line.name : `${line.name}, said of the ${line.kind}`;
}

function wrapped(text, wide) {
  const lines = [""];
  for (const word of text.split(" ")) {
    if (lines.at(-1).length + word.length > wide && lines.at(-1)) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines;
}

// Lines of text of a cell that is reported in words; marks keep one line each.
function cellLines(cell, outcome, wide) {
  if (!cell) return [];
  if (!outcome) return cell.marks;
  return cell.marks.flatMap((one) => wrapped(`${one.own ? "• " : ""}${one.sign}${one.sign && !/[▲▼]/.test(one.sign) ? ":" : ""} ${one.text}`.trim(), wide));
}

// What stands beside a mark: whether it mediates, in this reading of F7, and its stated effects.
function effectsOf(mark, { reading }) {
  return [...(mark.mediates === "both" || (mark.mediates && reading === "wide") ? ["F7"] : []), ...mark.effects];
}

function saysOf(told, { reading }) {
  return reading === "narrow" ? told.narrow ?? told.says : told.says;
}

function deepOf(mark, state) {
  return Math.max(16, 3 + 11 * effectsOf(mark, state).length);
}

function originOf(answer) {
  return answer.from + (answer.otherwise ? ` Second reading: ${answer.otherwise}.` : "");
}

function matrixSvg({ answer, state, columns, arrange, lineOf }) {
  const [nameWide, markWide, wordWide, chars] = [200, 70, 200, 30];
  const wideOf = (one) => (one.part === "outcomes" ? wordWide : markWide);
  const left = [nameWide];
  for (const one of columns) left.push(left.at(-1) + wideOf(one) + (one.first ? 6 : 0));
  const width = left.at(-1) + 20;
  const parts = [];
  const text = (x, y, words, more = "") => parts.push(`<text x="${x}" y="${y}"${more}>${safe(words)}</text>`);
  const xOf = (at) => left[at] + (columns[at].first ? 6 : 0);
  let y = 26;
  text(10, y, answer.headline, ' font-size="17" font-weight="700"');
  for (const line of wrapped(`${answer.caption} ${state.shown.words ? `Shown: ${state.shown.words}. ${state.shown.sentence}` : ""}`, Math.floor(width / 6.1))) text(10, (y += 16), line);
  y += 24;
  columns.forEach((one, at) => {
    if (at && !one.first) return;
    const wide = columns.filter((other) => other.group === one.group).reduce((sum, other) => sum + wideOf(other), 0);
    wrapped(one.group, Math.floor(wide / 7.6)).forEach((line, row) => text(xOf(at), y + row * 13, line, ' font-weight="700"'));
  });
  y += 14;
  const heads = columns.map((one) => wrapped(one.label, one.part === "outcomes" ? chars : 10));
  const deep = Math.max(...heads.map((one) => one.length));
  heads.forEach((lines, at) => lines.forEach((line, row) => text(xOf(at), y + 16 + row * 13, line)));
  y += 16 + deep * 13;
  const draw = (line) => {
    const cells = columns.map((one) => cellLines(line.cells[one.id], one.part === "outcomes", chars));
    const names = wrapped(`${titleOf(line)}${line.kind === "cluster" ? ` ${line.code}` : ""}, ${line.statements}`, 30);
    const height = Math.max(names.length * 13, ...cells.map((cell, at) => (columns[at].part === "outcomes" ? cell.length * 13 : cell.reduce((sum, one) => sum + deepOf(one, state), 0)))) + 8;
    names.forEach((words, row) => text(10, y + 13 + row * 13, words));
    cells.forEach((cell, at) => {
      const x = xOf(at);
      if (columns[at].part === "outcomes") return cell.forEach((one, row) => text(x, y + 13 + row * 13, one));
      let top = y + 4;
      for (const one of cell) {
        const [wide, inside] = answer.glyphs[one.mark];
        const beside = `${one.own ? "•" : ""}${one.possible ? "?" : ""}${one.letter}`;
        parts.push(`<g transform="translate(${x},${top})" color="${NOTE}">${inside}</g>`);
        text(x + wide + 2, top + 10, beside, ' font-style="italic"');
        effectsOf(one, state).forEach((effect, place) => text(x + wide + 3 + beside.length * 8, top + 10 + place * 11, effect, ' font-weight="700"'));
        top += deepOf(one, state);
      }
    });
    const asked = state.shown.lines?.[line.id];
    for (const act of actsShown(asked, columns)) {
      act.slice(1).forEach((to, place) => parts.push(`<path d="M${xOf(act[place]) + wideOf(columns[act[place]]) - 6},${y + height - 2}H${xOf(to) - 2}" stroke="${NOTE}" stroke-width="2.5"/>`));
    }
    columns.forEach((one, at) => {
      if (asked?.cells.includes(one.id)) parts.push(`<rect x="${xOf(at) - 2}" y="${y + 1}" width="${wideOf(one) - 4}" height="${height - 2}" fill="none" stroke="${NOTE}" stroke-width="${asked.how === "act" ? 2.5 : 1.5}"${asked.how === "act" ? "" : ' stroke-dasharray="5 3"'}/>`);
      else if (asked?.silent.includes(one.id) && !line.cells[one.id]?.marks.length) text(xOf(at), y + 14, "not said", ' font-style="italic"');
    });
    y += height;
    parts.push(`<path d="M10,${y}H${width - 10}" stroke="#bbb"/>`);
  };
  const groups = [...arrange.groups];
  if (state.compare.length === 2) groups.unshift({ name: "Side by side", lines: state.compare.map(lineOf), count: 2 });
  for (const group of groups) {
    text(10, (y += 18), `${group.name} · ${group.count}`, ' font-weight="700"');
    parts.push(`<path d="M10,${(y += 5)}H${width - 10}" stroke="${NOTE}"/>`);
    group.lines.forEach(draw);
  }
  y += 16;
  text(10, y, "Clusters with a statement", ' font-weight="700"');
  columns.forEach((one, at) => text(xOf(at), y, answer.clusters[one.id], ' font-weight="700"'));
  text(10, (y += 16), "General claims, no place");
  columns.forEach((one, at) => text(xOf(at), y, answer.general[one.id].claims));
  y += 12;
  answer.legend.forEach(([mark, words], at) => {
    const column = at % 4;
    if (!column) y += 18;
    parts.push(`<g transform="translate(${10 + column * (width / 4)},${y - 10})" color="${NOTE}">${answer.glyphs[mark][1]}</g>`);
    text(32 + column * (width / 4), y, words);
  });
  y += 8;
  for (const line of wrapped(answer.signs, Math.floor(width / 6.1))) text(10, (y += 15), line);
  for (const line of wrapped(originOf(answer), Math.floor(width / 6.1))) text(10, (y += 15), line);
  const size = [width, y + 14];
  return { size, svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size.join(" ")}" font-family="sans-serif" font-size="11" fill="${NOTE}"><title>${safe(answer.headline)}</title><rect width="100%" height="100%" fill="#fff"/>${parts.join("")}</svg>` };
}

// A spreadsheet takes what begins with = + - @ for a formula.
function csvCell(words) {
  const text = String(words);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

function matrixCsv({ answer, columns, arrange, state, lineOf }) {
  const lines = [...(state.compare.length === 2 ? state.compare.map(lineOf) : []), ...arrange.groups.flatMap((group) => group.lines)];
  const rows = [["place", "kind", "country", "reported", "group of columns", "column", "what is stated", "rows", "from"]];
  for (const line of lines) {
    for (const one of columns) {
      const cell = line.cells[one.id];
      rows.push([line.name, line.kind, line.code, line.group, one.group, one.label, cell?.marks.length ? cell.marks.map((mark) => saysOf(mark, state)).join("; ") : "not said here", cell ? cell.rows.join(" ") : "", originOf(answer)]);
    }
  }
  return `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\n")}\n`;
}

function download(name, blob) {
  const link = element("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

async function saveMatrix(kind, shown) {
  if (kind === "CSV") return download("matrix.csv", new Blob([matrixCsv(shown)], { type: "text/csv" }));
  if (kind === "BibTeX") return download("matrix.bib", new Blob([shown.answer.bib], { type: "text/plain" }));
  const { svg, size } = matrixSvg(shown);
  const blob = new Blob([svg], { type: "image/svg+xml" });
  if (kind === "SVG") return download("matrix.svg", blob);
  const image = new Image();
  image.src = URL.createObjectURL(blob);
  await image.decode();
  const canvas = element("canvas", { width: size[0] * 2, height: size[1] * 2 });
  const brush = canvas.getContext("2d");
  brush.scale(2, 2);
  brush.drawImage(image, 0, 0);
  URL.revokeObjectURL(image.src);
  canvas.toBlob((png) => download("matrix.png", png), "image/png");
}
