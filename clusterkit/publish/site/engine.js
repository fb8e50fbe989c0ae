// Answers a configuration and Figure 1 from the tables of tables.py, value for value as Python does:
// `answer` as widgets/mediation.py, `figure1` as widgets/figure1.py. A test holds the two equal.
class Problem extends Error {}

const spaced = (word) => word.replaceAll("_", " ").replace(/\bngo\b/g, "NGO");

function makeEngine(tables) {
  const { rows, names, pairs, marks, strands, vocabulary, fixed, files, figure1: drawn } = tables;
  const { outcomes, directions, most } = fixed;
  const [MEETS, DIFFERS, NOT_SAID] = [2, 1, 0];
  const NOT_STATED = directions.length - 1;
  const whole = [...rows.ids.keys()];

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
  const many = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const brief = ([claims, places]) => `${many(claims, "claim")} · ${many(places, "place")}`;
  const inFull = (counts) => `${brief(counts)} · ${many(counts[2], "source")}`;

  function standing(positions, some = [...outcomes.keys()]) {
    const placed = positions.filter((at) => rows.place[at] >= 0);
    const effects = placed.flatMap((at) => some.map((o) => rows.effects[o][at])).filter((one) => one !== null);
    if (effects.some((one) => one !== "0")) return "effect stated";
    if (effects.length) return "no effect reported";
    if (placed.length) return "effect not stated";
    return positions.length ? "general claim only" : "not mentioned";
  }

  // --- configurations ---------------------------------------------------------------------
  const quoted = (text) => {
    const sign = text.includes("'") && !text.includes('"') ? '"' : "'";
    const escaped = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("\r", "\\r");
    return sign + (sign === "'" ? escaped.replaceAll("'", "\\'") : escaped) + sign;
  };
  const empty = () => Object.fromEntries(fixed.parts.map((one) => [one, one === "years" ? null : one === "wider" ? false : []]));
  const asks = (asked, part) => (part === "years" ? asked.years !== null : asked[part].length > 0);
  const requirements = (asked) => fixed.parts.filter((part) => part !== "wider" && asks(asked, part));

  function fromParts(parts) {
    const asked = { ...empty(), wider: Boolean(parts.wider) };
    for (const [part, value] of Object.entries(parts)) {
      if (part === "years") asked.years = value && value.length ? value.map(Number) : null;
      else if (part !== "wider") asked[part] = [...value];
    }
    return asked;
  }

  function asParts(asked) {
    return { ...Object.fromEntries(requirements(asked).map((part) => [part, [...asked[part]]])), wider: asked.wider };
  }

  function codeOf(asked) {
    const words = (part) => (part === "years" ? asked.years.join("-") : asked[part].join("|"));
    return ["ck1", ...requirements(asked).map((part) => `${part}=${words(part)}`), ...(asked.wider ? ["wider"] : [])].join(";");
  }

  function parse(code) {
    const [version, ...parts] = code.trim().split(";").map((one) => one.trim());
    if (version !== "ck1") throw new Problem(`a configuration's code begins with 'ck1;', this one with ${quoted([...version].slice(0, 12).join(""))}`);
    const known = fixed.parts.filter((one) => one !== "wider");
    const found = {};
    for (const part of parts.filter(Boolean)) {
      const at = part.indexOf("=");
      const [name, words] = at < 0 ? [part, ""] : [part.slice(0, at), part.slice(at + 1)];
      if (part === "wider") found.wider = true;
      else if (!known.includes(name) || !words)
        throw new Problem(`the code's part ${quoted(part)} is not of the form part=word|word; parts are ${[...known].sort().join(", ")}`);
      else if (name in found) throw new Problem(`the code gives the part ${quoted(name)} twice`);
      else found[name] = name === "years" ? yearsOf(words) : words.split("|");
    }
    return { ...empty(), ...found };
  }

  function yearsOf(words) {
    const found = /^(\d{4})-(\d{4})$/.exec(words);
    if (!found || Number(found[1]) > Number(found[2])) throw new Problem(`years in a code are written 1990-2005, first year first, not ${quoted(words)}`);
    return [Number(found[1]), Number(found[2])];
  }

  function wayOf(entry) {
    const at = entry.indexOf(":");
    const [actor, way] = at < 0 ? [entry, ""] : [entry.slice(0, at), entry.slice(at + 1)];
    if (!(way in fixed.ways)) throw new Problem(`ways cannot be ${quoted(entry)}; write actor:way, the way being ${Object.keys(fixed.ways).join(", ")}`);
    return [actor, way];
  }

  function partInWords(asked, part) {
    const value = asked[part];
    if (part === "years") return `${value[0]}–${value[1]}`;
    if (part === "ways") return value.map(wayOf).map(([actor, way]) => `${spaced(actor)} ${fixed.wayWords[way]}`).join(" and ");
    return value.map(spaced).join(part === "actors" ? " and " : " or ");
  }

  function askedInWords(asked) {
    const parts = requirements(asked).map((part) => `${fixed.partWords[part]}: ${partInWords(asked, part)}`);
    return [...parts, asked.wider ? "wider context included" : "developing-country clusters"].join("; ");
  }

  function checkWords(asked) {
    const tabled = ["domain", "instrument", "state", "level", "influencer", "actors", "mode", "kind", "certainty"];
    const held = Object.fromEntries(tabled.map((part) => [part, asked[part]]));
    held.actors = [...asked.actors, ...asked.ways.map((one) => wayOf(one)[0])];
    for (const part of tabled) {
      const wrong = held[part].find((one) => !vocabulary[part].includes(one));
      if (wrong !== undefined) throw new Problem(`${part} cannot be ${quoted(wrong)}; choose from ${vocabulary[part].join(", ")}`);
    }
    const say = {
      countries: (one) => `no setting of the evidence has the country ${one}`,
      isic: (one) => `no setting of the evidence has the isic ${one}`,
      settings: (one) => `there is no setting ${one} in the evidence`,
      episodes: (one) => `the evidence tells no story ${one}`,
    };
    for (const [part, told] of Object.entries(say)) {
      const wrong = asked[part].find((one) => !vocabulary[part].includes(one));
      if (wrong !== undefined) throw new Problem(told(quoted(wrong)));
    }
  }

  // --- matching, as mediation.py ----------------------------------------------------------
  function holdsAny(part, words) {
    const { words: all, cells } = pairs.parts[part];
    const wanted = words.map((word) => all.indexOf(word));
    return (pair) => wanted.some((one) => one >= 0 && cells[pair].includes(one));
  }

  function holdsAll(part, words) {
    const each = words.map((word) => holdsAny(part, [word]));
    return (pair) => each.every((holds) => holds(pair));
  }

  const said = (part, pair) => pairs.parts[part].cells[pair].length > 0;

  function groupsOf(ways) {
    const groups = new Map();
    for (const entry of ways) {
      const [actor, way] = wayOf(entry);
      groups.set(way, [...(groups.get(way) ?? []), actor]);
    }
    return [...groups].map(([way, actors]) => {
      const [modes, who] = [holdsAny("mode", fixed.ways[way]), holdsAll("actors", actors)];
      return (pair) => modes(pair) && who(pair);
    });
  }

  function answerOf(asked, part, groups) {
    const told = (says, meets) => (pair) => (says(pair) ? (meets(pair) ? MEETS : DIFFERS) : NOT_SAID);
    if (part === "years") {
      const [first, last] = asked.years;
      return told((pair) => pairs.years[pair] !== null, (pair) => pairs.years[pair][0] <= last && pairs.years[pair][1] >= first);
    }
    if (part === "ways") return told((pair) => said("actors", pair) && said("mode", pair), (pair) => groups.some((acts) => acts(pair)));
    return told((pair) => said(part, pair), (part === "actors" ? holdsAll : holdsAny)(part, asked[part]));
  }

  function matching(asked) {
    checkWords(asked);
    const parts = requirements(asked);
    const groups = groupsOf(asked.ways);
    const answers = parts.map((part) => answerOf(asked, part, groups));
    const scope = [...pairs.row.keys()].filter((pair) => asked.wider || pairs.core[pair]);
    const judged = scope.map((pair) => ({ pair, row: pairs.row[pair], answers: answers.map((one) => one(pair)) }));
    for (const one of judged) one.met = one.answers.filter((told) => told === MEETS).length;
    let full = judged.filter((one) => one.answers.every((told, at) => parts[at] === "ways" || told === MEETS));
    for (const acts of groups) {
      const there = new Set(full.filter((one) => acts(one.pair)).map((one) => one.row));
      full = full.filter((one) => there.has(one.row));
    }
    const found = [...new Set(full.map((one) => one.row))].sort((a, b) => a - b);
    const how = standing(found);
    return { asked, found, standing: how, counts: count(found), sentence: sentenceOf(found, how), madeOf: madeOf(found),
      nearest: () => (found.length ? [] : nearest(judged, parts)) };
  }

  function sentenceOf(found, how) {
    if (!found.length) return fixed.nothing;
    if (!(how in fixed.effectWords)) return fixed.standings[how];
    return outcomes.map((one, o) => `${fixed.outcomeWords[one]}: ${fixed.effectWords[standing(found, [o])] ?? fixed.noEffect}.`).join(" ");
  }

  function madeOf(found) {
    const least = new Map();
    for (const at of found) least.set(rows.claim[at], Math.min(least.get(rows.claim[at]) ?? Infinity, rows.toldIn[at]));
    const told = fixed.toldIn.map((words, kind) => [[...least.values()].filter((one) => one === kind).length, words]).filter(([number]) => number);
    return told.length > 1 ? `Of these claims ${told.map((one) => one.join(" ")).join(", ")}.` : "";
  }

  // Each row by its best pair; then places in the order of the rows that meet most.
  function nearest(judged, parts) {
    const best = new Map();
    for (const one of judged) if (one.met > 0 && !(best.get(one.row)?.met >= one.met)) best.set(one.row, one);
    const ordered = [...best.values()].sort((a, b) => b.met - a.met || a.row - b.row);
    const places = new Map();
    for (const { row, answers } of ordered) {
      const place = rows.place[row];
      if (place < 0) continue;
      if (!places.has(place)) places.set(place, [new Set(), new Set(), new Set()]);
      answers.forEach((told, at) => places.get(place)[MEETS - told].add(parts[at]));
    }
    const lines = [...places].map(([place, [agrees, differs, silent]]) => {
      const setting = rows.settings[place];
      const other = [...differs].filter((one) => !agrees.has(one));
      return [setting, names[setting], [...agrees], other, [...silent].filter((one) => !agrees.has(one) && !other.includes(one))];
    });
    return lines.sort((a, b) => b[2].length - a[2].length);
  }

  // --- summing up, as synthesis.py --------------------------------------------------------
  function harvest(found) {
    const inside = new Set(found);
    const mine = [...marks.at.keys()].filter((at) => inside.has(marks.at[at]));
    const states = (at) => marks.direction[at] !== NOT_STATED;
    const told = new Set(mine.filter(states).map((at) => marks.told[at]));
    const seen = new Set();
    return mine.filter((at) => {
      if (!states(at) && told.has(marks.told[at])) return false;
      return !seen.has(marks.mark[at]) && seen.add(marks.mark[at]);
    });
  }

  function columnsOf(shown) {
    return outcomes.flatMap((outcome, o) => directions.map((direction, d) => {
      const mine = shown.filter((at) => marks.outcome[at] === o && marks.direction[at] === d);
      return [outcome, direction, ...count(mine.map((at) => marks.at[at]))];
    }));
  }

  function stacksOf(shown) {
    const stacks = [];
    for (const at of shown) {
      const [o, d, place] = [marks.outcome[at], marks.direction[at], marks.place[at]];
      const last = stacks.at(-1);
      if (last && last.o === o && last.d === d && last.place === place) last.marks.push(at);
      else stacks.push({ o, d, place, marks: [at], number: last && last.o === o && last.d === d ? last.number + 1 : 0 });
    }
    return stacks;
  }

  function drawnOf(stacks) {
    const [shown, more] = [[], []];
    for (const { o, d, place, marks: mine, number } of stacks) {
      const some = number < most.stacks ? mine.slice(0, most.inStack) : [];
      for (const at of some) {
        shown.push([outcomes[o], directions[d], place, marks.actor[at], marks.certainty[at], marks.wider[at], marks.own[at], rows.ids[marks.at[at]]]);
      }
      if (mine.length > some.length) more.push([outcomes[o], directions[d], place, mine.length - some.length]);
    }
    return [shown, more];
  }

  const inOrder = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  function effectDirections(stacks) {
    const cells = new Map();
    const effects = new Set();
    for (const { o, d, place, marks: mine } of stacks) {
      if (!cells.has(place)) cells.set(place, outcomes.map(() => []));
      if (d !== NOT_STATED) effects.add(place);
      cells.get(place)[o].push(`${mine.length}${d === NOT_STATED ? " " : " × "}${fixed.signs[directions[d]]}`);
    }
    const places = [...cells.keys()].sort((a, b) => effects.has(b) - effects.has(a) || inOrder(a, b));
    return places.slice(0, most.places).map((place) => [place, ...cells.get(place).map((cell) => cell.join(", "))]);
  }

  function flow(found) {
    const inside = new Set(found);
    const silent = (at, o) => strands.effects[o][at] === NOT_STATED;
    const mine = [...strands.at.keys()].filter((at) => inside.has(strands.at[at]));
    const withAct = new Set(mine.filter((at) => strands.isPolicy[at] && inside.has(strands.act[at])).map((at) => strands.at[at]));
    const kinds = new Map();
    outcomes.forEach((_, o) => {
      for (const at of mine) {
        const named = !strands.isPolicy[at];
        if (!named && silent(at, o) && withAct.has(strands.at[at])) continue;
        const kind = [o, strands.policy[at], named ? strands.actors[at] : strands.nobody, strands.effects[o][at]];
        if (!kinds.has(kind.join())) kinds.set(kind.join(), { kind, rows: new Set() });
        kinds.get(kind.join()).rows.add(strands.at[at]);
      }
    });
    const byKind = (a, b) => a.kind.map((one, at) => one - b.kind[at]).find(Boolean) ?? 0;
    return [...kinds.values()].sort(byKind).map(({ kind: [o, policy, who, effect], rows: some }) => {
      const positions = [...some].sort((a, b) => a - b);
      return [outcomes[o], strands.policies[policy], strands.who[who], directions[effect], ...count(positions), idsOf(positions)];
    });
  }

  const idsOf = (positions) => positions.slice(0, most.rows).map((at) => rows.ids[at]);

  function compared(before, now) {
    const same = (part) => JSON.stringify(before.asked[part]) === JSON.stringify(now.asked[part]);
    const told = (match, part) => (asks(match.asked, part) ? partInWords(match.asked, part) : "any");
    const parts = [...new Set([...requirements(before.asked), ...requirements(now.asked)])];
    const lines = parts.filter((part) => !same(part)).map((part) => [part, told(before, part), told(now, part)]);
    if (!same("wider")) lines.push(["wider", ...[before, now].map((one) => (one.asked.wider ? "included" : "left out"))]);
    const only = (one, other) => one.found.filter((at) => !other.found.includes(at)).map((at) => rows.ids[at]).join(", ");
    return [...lines, ["rows", only(before, now), only(now, before)]];
  }

  function answer(asked, pinned = null) {
    const match = matching(asked);
    const shown = harvest(match.found);
    const stacks = stacksOf(shown);
    const [drawnMarks, more] = drawnOf(stacks);
    const places = new Set(match.found.map((at) => rows.place[at]).filter((place) => place >= 0));
    const told = {
      counts: inFull(match.counts), sentence: match.sentence, made_of: match.madeOf, asked: askedInWords(asked), code: codeOf(asked), parts: asParts(asked),
      columns: columnsOf(shown), marks: drawnMarks, more, directions: effectDirections(stacks), strands: flow(match.found),
      rows: match.found.map((at) => rows.ids[at]), full: {}, total: match.found.length,
      places: [...places].map((place) => rows.settings[place]).sort(inOrder), nearest: match.nearest().slice(0, most.nearest),
    };
    if (!pinned) return told;
    const before = matching(pinned);
    return { ...told, compared: compared(before, match), pinned_columns: columnsOf(harvest(before.found)),
      pinned_counts: inFull(before.counts), pinned_asked: askedInWords(pinned) };
  }

  // --- files, as exports.py: BibTeX and CSV; other kinds are left to Python ---------------
  const cellOfCsv = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

  function file(asked, wanted) {
    const { found } = matching(asked);
    const { paper, keys, entries, columns, cells, provenance } = files;
    const from = `Asked: ${askedInWords(asked)}. Code: ${codeOf(asked)}${provenance}`;
    if (wanted === "bib") {
      const cited = new Set([paper, ...found.flatMap((at) => rows.sources[at]).map((one) => keys[one])]);
      const listed = [...cited].filter((key) => key in entries).sort(inOrder).map((key) => entries[key]).join("\n");
      return `% ${from.replaceAll("@", " at ")}\n${listed}`;
    }
    if (wanted !== "csv") return null;
    const kept = [...columns.keys()].filter((column) => found.some((at) => cells[at][column] !== ""));
    const lines = found.map((at) => [rows.ids[at], ...kept.map((column) => cells[at][column]), from]);
    const heads = ["row_id", ...kept.map((column) => columns[column]), "from"];
    return `\ufeff${[heads, ...lines].map((line) => `${line.map(cellOfCsv).join(",")}\n`).join("")}`;
  }

  // --- Figure 1, as widgets/figure1.py ----------------------------------------------------
  function figure1(place = "", other = "", element = "", episode = "") {
    const about = element ? new Set(drawn.involving[element]) : null;
    const here = (at) => (!place || rows.settings[rows.place[at]] === place) && (!about || about.has(at));
    const behind = (part) => drawn.behind[part].filter(here);
    const tellArrow = (id) => {
      const mine = behind(id);
      const [counts, how] = [count(mine), standing(mine)];
      return { lines: [...drawn.heads[id], brief(counts), how], name: `${drawn.says[id]} ${inFull(counts)}; ${how}. ${fixed.standings[how]}`,
        standing: how, counts, rows: idsOf(mine) };
    };
    const tellNode = (id) => {
      const mine = behind(id);
      return { name: `${drawn.says[id]} ${inFull(count(mine))}. ${fixed.standings[standing(mine)]}`, rows: idsOf(mine) };
    };
    const each = (ids, tell) => Object.fromEntries(ids.map((id) => [id, tell(id)]));
    return {
      arrows: each(drawn.arrows, tellArrow), nodes: each(drawn.nodes, tellNode), roles: element ? drawn.roles[element] : [],
      steps: (place && episode && drawn.steps[place]?.[episode]) || [], compared: place && other ? sideBySide(place, other) : [],
      names: [place, other].map((one) => (one ? names[one] : "")), stories: place ? drawn.stories[place] : [],
    };
  }

  function saidOf(settings) {
    const found = new Map();
    for (const at of whole) {
      if (!drawn.said[at] || !settings.includes(rows.settings[rows.place[at]])) continue;
      const [part, element, words] = drawn.said[at];
      const key = `${part}\n${element}`;
      if (!found.has(key)) found.set(key, { part, element, words: [], ids: [] });
      found.get(key).words.push(words);
      found.get(key).ids.push(rows.ids[at]);
    }
    return found;
  }

  function sideBySide(one, other) {
    const joined = (words) => [...new Set(words)].join("; ");
    const above = drawn.liesIn[one].filter((place) => drawn.liesIn[other].includes(place));
    const lines = [];
    for (const { part, element, words, ids } of saidOf(above).values()) {
      lines.push([part, element, `${drawn.shared} ${above.map((place) => names[place]).join(", ")}`, joined(words), joined(words), ids]);
    }
    const [left, right] = [saidOf([one]), saidOf([other])];
    const alike = (a, b) => a.every((word) => b.includes(word)) && b.every((word) => a.includes(word));
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      const [mine, theirs] = [left.get(key), right.get(key)];
      const how = mine && theirs ? (alike(mine.words, theirs.words) ? drawn.alike : drawn.different) : `${drawn.oneOnly} ${names[mine ? one : other]}`;
      const { part, element } = mine ?? theirs;
      lines.push([part, element, how, joined(mine?.words ?? []), joined(theirs?.words ?? []), [...(mine?.ids ?? []), ...(theirs?.ids ?? [])]]);
    }
    return lines;
  }

  return { answer, figure1, file, parse, fromParts };
}
