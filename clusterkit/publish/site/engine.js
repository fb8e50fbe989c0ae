// Answers a configuration and Figure 1 from the tables of tables.py, value for value as Python does:
// `answer` as widgets/mediation.py, `figure1` as widgets/figure1.py. Words, ranks, sentences and the
// order of things come with the tables; here rows are chosen and counted. A test holds the two equal.
class Problem extends Error {}

const spaced = (word) => word.replaceAll("_", " ").replace(/\bngo\b/g, "NGO");

function makeEngine(tables) {
  const { rows, names, pairs, marks, strands, vocabulary, refusals, fixed, files, figure1: drawn } = tables;
  const { most } = fixed;
  const each = (table, change) => Object.fromEntries(Object.entries(table).map(([name, cell]) => [name, change(cell, name)]));
  const filled = (template, ...words) => template.split("{}").map((text, at) => text + (words[at] ?? "")).join("");
  const idsOf = (positions) => positions.slice(0, most.rows).map((at) => rows.ids[at]);
  const without = (some, ...others) => [...some].filter((one) => !others.some((other) => other.has(one)));
  const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  // --- counting ---------------------------------------------------------------------------
  const count = (positions) => {
    const [claims, places, sources] = [new Set(), new Set(), new Set()];
    for (const at of positions) {
      claims.add(rows.claim[at]);
      if (rows.place[at] >= 0) places.add(rows.place[at]);
      for (const source of rows.sources[at]) sources.add(source);
    }
    return [claims.size, places.size, sources.size];
  };
  const inWords = (counts) => counts.map((number, at) => `${number} ${fixed.counted[at][Number(number !== 1)]}`).join(" · ");

  // Rows together stand as the one with the least rank does.
  const rankOf = (positions, some = fixed.outcomes.keys()) =>
    Math.min(fixed.standings.length - 1, ...[...some].flatMap((outcome) => positions.map((at) => rows.ranks[outcome][at])));

  // --- configurations ---------------------------------------------------------------------
  const requirements = (asked) => fixed.parts.filter((part) => asked[part]?.length);
  const refuse = (template, word) => { throw new Problem(filled(template, word)); };

  function fromParts(parts) {
    return { ...parts, wider: Boolean(parts.wider) };
  }

  function asParts(asked) {
    return { ...Object.fromEntries(requirements(asked).map((part) => [part, asked[part]])), wider: asked.wider };
  }

  function codeOf(asked) {
    const words = requirements(asked).map((part) => `${part}=${asked[part].join(part === "years" ? "-" : "|")}`);
    return ["ck2", ...words, ...(asked.wider ? ["wider"] : [])].join(";");
  }

  function parse(code) {
    const [version, ...parts] = code.trim().split(";").map((part) => part.trim());
    if (!["ck1", "ck2"].includes(version)) refuse(fixed.messages.version, [...version].slice(0, 12).join(""));
    const asked = { wider: false };
    for (const part of parts.filter(Boolean)) {
      const [name, ...rest] = part.split("=");
      const words = version === "ck1" ? fromCk1(name, rest.join("=")) : rest.join("=");
      if (part === "wider") asked.wider = true;
      else if (!fixed.parts.includes(name) || !words) refuse(fixed.messages.form, part);
      else if (name in asked) refuse(fixed.messages.twice, name);
      else asked[name] = name === "years" ? yearsOf(words) : words.split("|");
    }
    return asked;
  }

  // Older codes have words of their own.
  function fromCk1(part, words) {
    const joined = { ways: "+", mode: "|" }[part];
    const old = (text, [word, now]) => text.replaceAll(new RegExp(`(?<![a-z])${word}(?![a-z])`, "g"), now.join(joined));
    return joined ? Object.entries(fixed.inCk1).reduce(old, words) : words;
  }

  function yearsOf(words) {
    const years = /^\d{4}-\d{4}$/.test(words) ? words.split("-").map(Number) : [];
    return years[0] <= years[1] ? years : refuse(fixed.messages.years, words);
  }

  // "employers:absent+opposed" asks for either way: each is a word of the vocabulary.
  function eachWay(entry) {
    const [actor, ...rest] = entry.split(":");
    return rest.join(":").split("+").map((way) => `${actor}:${way}`);
  }

  function checkWords(asked) {
    for (const [part, words] of Object.entries(vocabulary)) {
      const known = (word) => (part === "ways" ? eachWay(word) : [word]).every((one) => Object.hasOwn(words, one));
      const wrong = asked[part]?.find((word) => !known(word));
      if (wrong !== undefined) refuse(refusals[part], part === "ways" ? wrongWay(wrong, words) : wrong);
    }
  }

  // What Python names: the whole entry where a way is unknown, else the first pair that is.
  function wrongWay(entry, words) {
    const ways = new Set(Object.keys(words).map((word) => word.split(":")[1]));
    const all = eachWay(entry);
    return all.every((one) => ways.has(one.split(":")[1])) ? all.find((one) => !Object.hasOwn(words, one)) : entry;
  }

  function wayInWords(entry) {
    const [actor] = entry.split(":");
    const [first, ...others] = eachWay(entry).map((one) => vocabulary.ways[one]);
    return [first, ...others.map((words) => words.slice(spaced(actor).length + 1))].join(" or ");
  }

  const wordInWords = (part, word) => (part === "ways" ? wayInWords(word) : vocabulary[part]?.[word] ?? word);
  const partInWords = (asked, part) =>
    (asked[part] ?? []).map((word) => wordInWords(part, word)).join(fixed.joinedBy[part] ?? " or ");
  const askedInWords = (asked) =>
    [...requirements(asked).map((part) => `${fixed.partWords[part]}: ${partInWords(asked, part)}`), fixed.scopes[Number(asked.wider)]].join("; ");

  // --- matching, as mediation.py ----------------------------------------------------------
  const [MEETS, DIFFERS, NOT_SAID] = [0, 1, 2];
  const saying = each(pairs.said, (some) => new Set(some));
  const holding = each(pairs.holds, (words) => each(words, (some) => new Set(some)));
  const holds = (part, word, pair) =>
    (part === "ways" ? eachWay(word) : [word]).some((one) => holding[part][one]?.has(pair));
  // Ways that are the same must be met by one act.
  const groupsOf = (ways = []) => Object.values(Object.groupBy(ways, (entry) => entry.split(":")[1]));
  const actsSo = (entries, pair) => entries.every((entry) => holds("ways", entry, pair));

  function answerOf(asked, part, groups, pair) {
    if (!saying[part].has(pair)) return NOT_SAID;
    const some = (meets) => (meets ? MEETS : DIFFERS);
    if (part === "years") return some(pairs.years[pair][0] <= asked.years[1] && pairs.years[pair][1] >= asked.years[0]);
    if (part === "ways") return some(groups.some((entries) => actsSo(entries, pair)));
    if (part === "actors") return some(asked.actors.every((word) => holds(part, word, pair)));
    return some(asked[part].some((word) => holds(part, word, pair)));
  }

  function matching(asked) {
    checkWords(asked);
    const [parts, groups] = [requirements(asked), groupsOf(asked.ways)];
    const judged = [...pairs.row.keys()].filter((pair) => asked.wider || pairs.core[pair]).map((pair) => {
      const answers = parts.map((part) => answerOf(asked, part, groups, pair));
      return { pair, row: pairs.row[pair], answers, met: answers.filter((answer) => answer === MEETS).length };
    });
    let full = judged.filter(({ answers }) => answers.every((answer, at) => parts[at] === "ways" || answer === MEETS));
    for (const entries of groups) {
      const there = new Set(full.filter(({ pair }) => actsSo(entries, pair)).map(({ row }) => row));
      full = full.filter(({ row }) => there.has(row));
    }
    const matches = [...new Set(full.map(({ row }) => row))].sort((a, b) => a - b);
    return { asked, rows: matches, counts: count(matches), nearest: matches.length ? [] : nearest(judged, parts) };
  }

  function sentenceOf(positions, wider) {
    if (!positions.length) return fixed.noEvidence[Number(wider)];
    const said = fixed.outcomes.map((_, outcome) => fixed.outcomeSentences[outcome][rankOf(positions, [outcome])]);
    return fixed.sentences[rankOf(positions)] ?? said.join(" ");
  }

  function madeOf(positions) {
    const least = new Map();
    for (const at of positions) least.set(rows.claim[at], Math.min(least.get(rows.claim[at]) ?? Infinity, rows.madeOf[at]));
    const numbers = fixed.madeOf.map((words, kind) => [[...least.values()].filter((one) => one === kind).length, words]);
    const there = numbers.filter(([number]) => number);
    return there.length > 1 ? filled(fixed.ofTheseClaims, there.map((one) => one.join(" ")).join(", ")) : "";
  }

  // Each row by its best pair; then places in the order of the rows that meet most.
  function nearest(judged, parts) {
    const best = new Map();
    for (const one of judged) if (one.met > (best.get(one.row)?.met ?? 0)) best.set(one.row, one);
    const places = new Map();
    for (const { row, answers } of [...best.values()].sort((a, b) => b.met - a.met || a.row - b.row)) {
      const place = rows.place[row];
      if (place < 0) continue;
      if (!places.has(place)) places.set(place, [new Set(), new Set(), new Set()]);
      answers.forEach((answer, at) => places.get(place)[answer].add(parts[at]));
    }
    const lines = [...places].map(([place, [agrees, differs, silent]]) => [rows.settings[place], names[rows.settings[place]],
      [...agrees], without(differs, agrees), without(silent, agrees, differs)]);
    return lines.sort((a, b) => b[2].length - a[2].length).slice(0, most.nearest);
  }

  // --- summing up, as effects.py and strands.py -------------------------------------------
  // A mark is drawn for each direction that a claim states at a place; its silent rows go with it.
  function harvest(positions) {
    const inside = new Set(positions);
    const mine = [...marks.at.keys()].filter((at) => inside.has(marks.at[at]));
    const states = (at) => marks.direction[at] !== marks.notStated;
    const stated = new Set(mine.filter(states).map((at) => marks.told[at]));
    const shown = new Map();
    for (const at of mine) {
      if ((states(at) || !stated.has(marks.told[at])) && !shown.has(marks.mark[at])) shown.set(marks.mark[at], at);
    }
    const ofClaim = Map.groupBy(mine, (at) => marks.told[at]);
    const stacks = fixed.columns.map(() => new Map());
    return [...shown.values()].map((at) => {
      const behind = ofClaim.get(marks.told[at]).filter((one) => marks.mark[one] === marks.mark[at] || !states(one));
      const others = behind.filter((one) => one !== at).map((one) => marks.at[one]).sort((a, b) => a - b);
      const column = stacks[marks.column[at]];
      if (!column.has(marks.place[at])) column.set(marks.place[at], { stack: column.size, height: 0 });
      const stack = column.get(marks.place[at]);
      return { at, column: marks.column[at], stack: stack.stack, height: stack.height++, rows: [marks.at[at], ...others] };
    });
  }

  function columnsOf(shown) {
    return fixed.columns.map((names, at) => [...names, ...count(shown.filter(({ column }) => column === at).flatMap((mark) => mark.rows))]);
  }

  function drawnOf(shown) {
    const [inside, more] = [[], new Map()];
    for (const mark of shown) {
      const where = [mark.column, mark.stack, mark.height, marks.places[marks.place[mark.at]]];
      const key = `${mark.column} ${mark.stack}`;
      if (mark.stack < most.stacks && mark.height < most.inStack) inside.push([...where, ...marks.looks[mark.at], mark.rows.map((at) => rows.ids[at])]);
      else if (more.has(key)) more.get(key)[4] += 1;
      else more.set(key, [...where, 1]);
    }
    return { marks: inside, more: [...more.values()] };
  }

  function effectDirections(shown) {
    const places = [...Map.groupBy(shown, ({ at }) => marks.place[at])];
    const stated = (mine) => mine.some(({ at }) => marks.direction[at] !== marks.notStated);
    places.sort(([a, mine], [b, theirs]) => stated(theirs) - stated(mine) || a - b);
    const cell = (mine, o) => [...Map.groupBy(mine.filter(({ at }) => marks.outcome[at] === o), ({ at }) => marks.direction[at])]
      .map(([direction, some]) => filled(fixed.claimsInWords[direction], some.length)).join(", ");
    return places.slice(0, most.places).map(([place, mine]) => [marks.places[place], ...fixed.outcomes.map((_, o) => cell(mine, o))]);
  }

  function flow(positions) {
    const inside = new Set(positions);
    const mine = [...strands.at.keys()].filter((at) => inside.has(strands.at[at]));
    const hasAct = new Set(mine.filter((at) => inside.has(strands.act[at])).map((at) => strands.at[at]));
    const shown = mine.filter((at) => !(strands.withActs[at] && hasAct.has(strands.at[at])));
    const kinds = [...Map.groupBy(shown, (at) => strands.kind[at])].sort(([a], [b]) => a - b);
    return kinds.map(([kind, some]) => {
      const its = [...new Set(some.map((at) => strands.at[at]))].sort((a, b) => a - b);
      return [...strands.names[kind], ...count(its), idsOf(its)];
    });
  }

  function compared(before, now) {
    const both = [before, now];
    const same = (part) => JSON.stringify(before.asked[part]) === JSON.stringify(now.asked[part]);
    const parts = [...new Set(both.flatMap(({ asked }) => requirements(asked)))].filter((part) => !same(part));
    const lines = parts.map((part) => [part, ...both.map(({ asked }) => partInWords(asked, part) || fixed.any)]);
    if (!same("wider")) lines.push(["wider", ...both.map(({ asked }) => fixed.widerWords[Number(asked.wider)])]);
    const only = (one, other) => one.rows.filter((at) => !other.rows.includes(at)).map((at) => rows.ids[at]).join(", ");
    return [...lines, ["rows", only(before, now), only(now, before)]];
  }

  function answer(asked, pinned = null) {
    const match = matching(asked);
    const shown = harvest(match.rows);
    const places = new Set(match.rows.map((at) => rows.settings[rows.place[at]]).filter(Boolean));
    const answered = {
      counts: inWords(match.counts), sentence: sentenceOf(match.rows, asked.wider), made_of: madeOf(match.rows), asked: askedInWords(asked), code: codeOf(asked),
      parts: asParts(asked), columns: columnsOf(shown), ...drawnOf(shown), directions: effectDirections(shown), strands: flow(match.rows),
      rows: match.rows.map((at) => rows.ids[at]), full: {}, total: match.rows.length, places: [...places].sort(inOrder), nearest: match.nearest,
    };
    if (!pinned) return answered;
    const before = matching(pinned);
    return { ...answered, compared: compared(before, match), pinned_columns: columnsOf(harvest(before.rows)),
      pinned_counts: inWords(before.counts), pinned_asked: askedInWords(pinned) };
  }

  // --- files, as exports.py: BibTeX and CSV; other kinds are left to Python ---------------
  function file(asked, wanted) {
    const positions = matching(asked).rows;
    const { paper, keys, entries, columns, cells, provenance } = files;
    const from = filled(provenance, `Asked: ${askedInWords(asked)}. Code: ${codeOf(asked)}`);
    if (wanted === "bib") {
      const cited = new Set([paper, ...positions.flatMap((at) => rows.sources[at]).map((source) => keys[source])]);
      const listed = [...cited].filter((key) => key in entries).sort(inOrder).map((key) => entries[key]).join("\n");
      return `% ${from.replaceAll("@", " at ")}\n${listed}`;
    }
    if (wanted !== "csv") return null;
    const kept = [...columns.keys()].filter((column) => positions.some((at) => cells[at][column] !== ""));
    const lines = positions.map((at) => [rows.ids[at], ...kept.map((column) => cells[at][column]), `"${from.replaceAll('"', '""')}"`]);
    const heads = ["row_id", ...kept.map((column) => columns[column]), "from"];
    return `\ufeff${[heads, ...lines].map((line) => `${line.join(",")}\n`).join("")}`;
  }

  // --- Figure 1, as widgets/figure1.py ----------------------------------------------------
  function figure1(place = "", other = "", element = "", episode = "", reading = "wide") {
    const about = element ? new Set(drawn.involving[element]) : null;
    const here = (at) => (!place || rows.settings[rows.place[at]] === place) && (!about || about.has(at));
    const part = (positions, id) => {
      const mine = positions.filter(here);
      const [counts, rank] = [count(mine), rankOf(mine)];
      const [standing, sentence] = [fixed.standings[rank], fixed.standingSentences[rank]];
      if (drawn.nodes.includes(id)) return { name: filled(drawn.says[id], inWords(counts), sentence), rows: idsOf(mine) };
      return { lines: [inWords(counts.slice(0, 2)), standing], name: filled(drawn.says[id], inWords(counts), standing, sentence), standing, counts, rows: idsOf(mine) };
    };
    const { arrows, nodes } = each({ arrows: drawn.arrows, nodes: drawn.nodes },
      (ids) => Object.fromEntries(ids.map((id) => [id, part(drawn.behind[reading][id], id)])));
    return {
      arrows, nodes, roles: element ? drawn.roles[element] : [],
      steps: (place && episode && drawn.steps[place]?.[episode]) || [], compared: place && other ? sideBySide(place, other) : [],
      names: [place, other].map((one) => (one ? names[one] : "")), stories: place ? drawn.stories[place] : [],
    };
  }

  function saidOf(settings) {
    const said = [...rows.ids.keys()].filter((at) => drawn.said[at] && settings.includes(rows.settings[rows.place[at]]));
    return Map.groupBy(said, (at) => drawn.said[at][0]);
  }

  function sideBySide(one, other) {
    const words = (some = []) => [...new Set(some.map((at) => drawn.said[at][1]))];
    const alike = (a, b) => a.length === b.length && a.every((word) => b.includes(word));
    const above = drawn.liesIn[one].filter((place) => drawn.liesIn[other].includes(place));
    const shared = `${drawn.shared} ${above.map((place) => names[place]).join(", ")}`;
    const line = (key, how, left, right, some) => [...drawn.elements[key], how, left.join("; "), right.join("; "), some.map((at) => rows.ids[at])];
    const lines = [...saidOf(above)].map(([key, some]) => line(key, shared, words(some), words(some), some));
    const sides = [saidOf([one]), saidOf([other])];
    for (const key of new Set(sides.flatMap((side) => [...side.keys()]))) {
      const [mine, theirs] = sides.map((side) => side.get(key));
      const [left, right] = [words(mine), words(theirs)];
      const how = mine && theirs ? (alike(left, right) ? drawn.alike : drawn.different) : `${drawn.oneOnly} ${names[mine ? one : other]}`;
      lines.push(line(key, how, left, right, [...(mine ?? []), ...(theirs ?? [])]));
    }
    return lines;
  }

  return { answer, figure1, file, parse, fromParts };
}
