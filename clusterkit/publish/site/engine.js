// Answers a configuration and Figure 1 from the tables of tables.py, value for value as Python does:
// `answer` as widgets/mediation.py, `figure1` as widgets/figure1.py. Words, ranks, sentences and the
// order of things come with the tables; here rows are chosen and counted. A test holds the two equal.
class Problem extends Error {}

const spaced = (word) => word.replaceAll("_", " ").replace(/\bngo\b/g, "NGO");

function makeEngine(tables) {
  const { rows, names, pairs, marks, strands, units, lines: told, vocabulary, refusals, fixed, files, figure1: drawn } = tables;
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
    const unit = parts.unit || "act";
    return fixed.units.includes(unit) ? { ...parts, unit, wider: Boolean(parts.wider) } : refuse(fixed.messages.unit, unit);
  }

  function asParts(asked) {
    return { ...Object.fromEntries(requirements(asked).map((part) => [part, asked[part]])), unit: asked.unit, wider: asked.wider };
  }

  function codeOf(asked) {
    const words = requirements(asked).map((part) => `${part}=${asked[part].join(part === "years" ? "-" : "|")}`);
    return ["ck2", ...words, ...(asked.unit === "act" ? [] : [`unit=${asked.unit}`]), ...(asked.wider ? ["wider"] : [])].join(";");
  }

  function parse(code) {
    const [version, ...parts] = code.trim().split(";").map((part) => part.trim());
    if (!["ck1", "ck2"].includes(version)) refuse(fixed.messages.version, [...version].slice(0, 12).join(""));
    const asked = { unit: "act", wider: false };
    for (const part of parts.filter(Boolean)) {
      const [name, ...rest] = part.split("=");
      const words = version === "ck1" ? fromCk1(name, rest.join("=")) : rest.join("=");
      if (part === "wider") asked.wider = true;
      else if (name === "unit" && version === "ck2") asked.unit = fixed.units.includes(words) ? words : refuse(fixed.messages.unit, words);
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
    [...requirements(asked).map((part) => `${fixed.partWords[part]}: ${partInWords(asked, part)}`), ...(asked.unit === "act" ? [] : [fixed.unitWords[asked.unit]]), fixed.scopes[Number(asked.wider)]].join("; ");

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
    if (part === "actors" || part === "outcomes") return some(asked[part].every((word) => holds(part, word, pair)));
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
    let matches = [...new Set(full.map(({ row }) => row))].sort((a, b) => a - b);
    if (asked.unit !== "act" && asksMore(asked)) matches = [...new Set([...placesThatMeet(asked, asked.unit).values()].flatMap((some) => [...some]))].sort((a, b) => a - b);
    else if (asksOutcomesOnly(asked) || (!matches.length && asked.outcomes?.length)) matches = [...new Set([...matches, ...[...placesThatMeet(asked, "act").values()].flatMap((some) => [...some])])].sort((a, b) => a - b);
    return { asked, rows: matches, counts: count(matches) };
  }

  // --- units, as units.py -----------------------------------------------------------------
  const setsOf = (some) => each(some, (cell) => (Array.isArray(cell) ? new Set(cell) : setsOf(cell)));
  const [rowHolds, rowSays, speaks] = [setsOf(units.holds), setsOf(units.says), setsOf(units.speaks)];
  const asksMore = (asked) => fixed.notPlaces.some((part) => asked[part]?.length);
  const others = (asked, ...kinds) => requirements(asked).filter((part) => !kinds.flat().includes(part));
  const asksOutcomesOnly = (asked) => Boolean(asked.outcomes?.length) && !others(asked, "outcomes", fixed.filters, fixed.placeParts).length;
  const anyOf = (part, words, at) => words.some((word) => rowHolds[part][word]?.has(at));
  const waysOf = (entry) => entry.split(":")[1].split("+");
  const settingOf = (at) => rows.settings[rows.place[at]];

  function kept(asked, at) {
    if (asked.certainty?.length && !asked.certainty.includes(units.certainty[at])) return false;
    if (asked.episodes?.length && !asked.episodes.includes(units.episode[at])) return false;
    const years = units.years[at];
    return !asked.years || Boolean(years && years[0] <= asked.years[1] && years[1] >= asked.years[0]);
  }
  const isPolicy = (asked, at) => units.table[at] === "policies" && fixed.policyParts.every((part) => !asked[part]?.length || anyOf(part, asked[part], at));
  const isAct = (asked, at) => units.table[at] === "actions" && fixed.actionParts.every((part) => !asked[part]?.length || anyOf(part, asked[part], at));
  const actsInWay = (entry, at) => rowHolds.actors[entry.split(":")[0]]?.has(at) && anyOf("mode", waysOf(entry), at);

  // For each requirement a test of a row; `group` joins those that one act must meet.
  function needsOf(asked) {
    const needs = [];
    const act = (meets) => (at) => kept(asked, at) && isAct(asked, at) && meets(at);
    if (fixed.policyParts.some((part) => asked[part]?.length)) needs.push({ meets: (at) => kept(asked, at) && isPolicy(asked, at) });
    for (const actor of asked.actors ?? []) needs.push({ actor: true, meets: act((at) => rowHolds.actors[actor]?.has(at)) });
    for (const entry of asked.ways ?? []) needs.push({ group: entry.split(":")[1], meets: act((at) => actsInWay(entry, at)) });
    const plain = fixed.actionParts.some((part) => asked[part]?.length);
    if (plain && !asked.actors?.length && !asked.ways?.length) needs.push({ meets: act(() => true) });
    for (const entry of asked.outcomes ?? []) needs.push({ outcome: true, meets: (at) => kept(asked, at) && rowHolds.outcomes[entry]?.has(at) });
    if (!needs.length && (asked.certainty?.length || asked.years || asked.episodes?.length)) needs.push({ meets: (at) => kept(asked, at) });
    return needs;
  }

  // Rows in which an outcome is looked for: those of the pool, of the same claims, and what follows from them.
  function outcomeRows([setting, pool], unit) {
    if (unit !== "act" && unit !== "story") return pool;
    const [inside, claims] = [new Set(pool), new Set(pool.map((at) => rows.claim[at]))];
    const reported = ["employment", "economy", "conditions"];
    const more = [...rows.ids.keys()].filter((at) => settingOf(at) === setting &&
      (claims.has(rows.claim[at]) || (units.follows[at] ?? []).some((cause) => inside.has(cause)) || (unit === "story" && reported.includes(units.table[at]))));
    return [...new Set([...pool, ...more])];
  }

  function metBy(pool, needs, unit) {
    const found = needs.map(({ outcome, meets }) => (outcome ? outcomeRows(pool, unit) : pool[1]).filter(meets));
    if (!found.every((some) => some.length)) return [];
    if (unit === "act") {
      const taking = needs.flatMap(({ actor }, at) => (actor ? [found[at]] : []));
      const groups = Map.groupBy(needs.keys().filter((at) => needs[at].group !== undefined), (at) => needs[at].group);
      const sets = groups.size ? [...groups.values()].map((some) => [...taking, ...some.map((at) => found[at])]) : taking.length ? [taking] : [];
      const shared = (several) => several[0].some((at) => several.every((one) => one.includes(at)));
      if (!sets.every(shared)) return [];
    }
    return found.flat();
  }

  function askedPlaces(asked) {
    const places = asked.wider ? Object.keys(units.places) : units.core;
    return places.filter((place) => (!asked.countries?.length || asked.countries.includes(units.places[place][0])) &&
      (!asked.isic?.length || asked.isic.includes(units.places[place][1])) && (!asked.settings?.length || asked.settings.includes(place)));
  }

  // Units that meet a configuration, by their numbers, each with the rows that meet it.
  function unitsThatMeet(asked, unit) {
    const needs = needsOf(asked);
    const all = needs.length ? units.pools[unit] : [];
    return new Map(all.map((pool, number) => [number, metBy(pool, needs, unit)]).filter(([, met]) => met.length));
  }

  function placesThatMeet(asked, unit) {
    const found = new Map();
    for (const [number, met] of unitsThatMeet(asked, unit)) {
      const [place] = units.pools[unit][number];
      found.set(place, new Set([...(found.get(place) ?? []), ...met]));
    }
    return new Map(askedPlaces(asked).filter((place) => found.has(place)).map((place) => [place, found.get(place)]));
  }

  const whereMet = (met) => [...met].map(([place, some]) => {
    const paragraphs = [...new Set(units.order.filter((at) => some.has(at)).map((at) => units.where[at]))].join(", ");
    const words = [...new Set([...some].sort((a, b) => a - b).map((at) => units.prospect[at]))];
    return `${names[place]} (${paragraphs}${words.length && words.every(Boolean) ? `: ${words.join(", ")}` : ""})`;
  }).join("; ");

  // For each requirement: its words, the rows of a pool that speak to it, those that meet it.
  function questionsOf(asked, pool) {
    const questions = [];
    const ask = (words, said, meets) => questions.push([words, said, meets]);
    const mine = pool.filter((at) => kept(asked, at));
    let [policies, named] = [mine.filter((at) => units.table[at] === "policies"), false];
    for (const part of fixed.policyParts.filter((one) => asked[one]?.length)) {
      const meets = policies.filter((at) => anyOf(part, asked[part], at));
      ask(`${fixed.partWords[part]}${named ? fixed.ofIt : ""}: ${partInWords(asked, part)}`, named ? policies.filter((at) => rowSays[part].has(at)) : meets, meets);
      [policies, named] = [meets, named || part === "domain" || part === "instrument"];
    }
    const acts = mine.filter((at) => units.table[at] === "actions");
    const holdsActor = (actor) => (at) => rowHolds.actors[actor]?.has(at);
    for (const actor of asked.actors ?? []) {
      const meets = acts.filter(holdsActor(actor));
      ask(units.told.actors[actor], meets, meets);
    }
    for (const entry of asked.ways ?? []) {
      ask(wayInWords(entry), acts.filter((at) => holdsActor(entry.split(":")[0])(at) && rowSays.mode.has(at)), acts.filter((at) => actsInWay(entry, at)));
    }
    const theirs = asked.actors?.length ? acts.filter((at) => anyOf("actors", asked.actors, at)) : acts;
    for (const part of fixed.actionParts.filter((one) => asked[one]?.length)) {
      ask(`${fixed.partWords[part]}: ${partInWords(asked, part)}`, theirs.filter((at) => rowSays[part].has(at)), theirs.filter((at) => anyOf(part, asked[part], at)));
    }
    for (const entry of asked.outcomes ?? []) {
      ask(vocabulary.outcomes[entry], mine.filter((at) => speaks[entry].has(at)), mine.filter((at) => rowHolds.outcomes[entry].has(at)));
    }
    return questions;
  }

  function agreement(asked) {
    const pools = new Map(units.pools.cluster);
    return askedPlaces(asked).map((place) => [place, questionsOf(asked, pools.get(place) ?? []).map(([words, said, meets]) =>
      [words, meets.length ? 0 : said.length ? 1 : 2])]);
  }

  // What is asked of acts can be met by one act; what is asked of policies, by one policy.
  const oneOf = (asked) => fixed.where.one[
    ["actors", "ways", ...fixed.actionParts].some((part) => asked[part]?.length) ? "act" : fixed.policyParts.some((part) => asked[part]?.length) ? "policy" : "any"];
  const placeWord = (asked) => fixed.where.place[Number(asked.wider)];

  function whereOf({ asked, rows: matches }) {
    const [act, cluster] = ["act", "cluster"].map((unit) => (asksMore(asked) ? placesThatMeet(asked, unit) : new Map()));
    const told = (...words) => ({ where: words.filter(Boolean).join(" "), onlyOfPlaces: cluster.size > 0 && act.size === 0 });
    if (!others(asked, fixed.filters, fixed.placeParts).length) return told();
    const { where } = fixed;
    const same = (one, other) => [...one.keys()].join() === [...other.keys()].join();
    const [one, place, alone, beyond] = [oneOf(asked)[0], placeWord(asked), needsOf(asked).length === 1, beyondOf(asked, act, cluster, same)];
    if (!cluster.size) {
      if (matches.length && asked.unit === "act") return told(matches.some((at) => rows.place[at] >= 0) ? filled(where.linkedRows, place) : where.inGeneral);
      const among = place + (fixed.placeParts.some((part) => asked[part]?.length) ? where.among : "");
      return told(alone ? filled(where.statedOfNone, among) : filled(where.notMet, one, among), beyond,
        asked.unit !== "act" && placesThatMeet(asked, asked.unit).size ? "" : apart(asked));
    }
    if (alone) return told(filled(where.statedOf, whereMet(cluster)), beyond);
    const ofPlaces = cluster.size > 1 ? filled(where.ofPlaces, cluster.size, place, whereMet(cluster)) : filled(where.ofOnePlace, place, whereMet(cluster));
    if (!act.size) return told(filled(where.notInOne, one), ofPlaces, beyond);
    return told(filled(where.inOne, one, whereMet(act)), same(act, cluster) ? "" : ofPlaces, beyond);
  }

  function beyondOf(asked, act, cluster, same) {
    if (!["story", "inherited"].includes(asked.unit)) return "";
    const met = placesThatMeet(asked, asked.unit);
    if (same(met, asked.unit === "story" ? act : cluster)) return fixed.where[met.size ? "noMore" : "noneEither"][asked.unit];
    return filled(fixed.where[asked.unit], whereMet(met));
  }

  function apart(asked) {
    const answers = agreement(asked);
    const words = [...new Set(answers.flatMap(([, some]) => some.map(([one]) => one)))];
    const agreeing = (one) => answers.filter(([, some]) => some.some(([said, answer]) => said === one && answer === 0)).map(([place]) => names[place]);
    if (!words.some((one) => agreeing(one).length)) return "";
    return filled(fixed.where.apart, words.map((one) => `${one} – ${agreeing(one).join(", ") || filled(fixed.where.nowhere, placeWord(asked))}`).join("; "));
  }

  function sentenceOf(positions, asked, onlyOfPlaces, together) {
    if (!positions.length && onlyOfPlaces) return filled(fixed.where.inNoRows, oneOf(asked)[1]);
    if (!positions.length) return fixed.noEvidence[Number(asked.wider)];
    const said = fixed.outcomes.map((_, outcome) => fixed.outcomeSentences[outcome][rankOf(positions, [outcome])]);
    const whole = fixed.sentences[rankOf(positions)];
    return whole && together.length ? `${whole} ${fixed.otherRows}` : whole ?? said.join(" ");
  }

  function countedOf(match, onlyOfPlaces) {
    if (match.rows.length || !onlyOfPlaces) return inWords(match.counts);
    const found = new Set([...placesThatMeet(match.asked, "cluster").values()].flatMap((some) => [...some]));
    return filled(fixed.where.countedApart, oneOf(match.asked)[1], placeWord(match.asked), inWords(count([...found])));
  }

  function madeOf(positions) {
    const least = new Map();
    for (const at of positions) least.set(rows.claim[at], Math.min(least.get(rows.claim[at]) ?? Infinity, rows.madeOf[at]));
    const numbers = fixed.madeOf.map((words, kind) => [[...least.values()].filter((one) => one === kind).length, words]);
    const there = numbers.filter(([number]) => number);
    return there.length > 1 ? filled(fixed.ofTheseClaims, there.map(([number, words]) => `${number} ${number === 1 ? words.replace(/^state /, "states ") : words}`).join(", ")) : "";
  }

  // Clusters by the requirements that what is stated of them meets, where none meets all.
  function nearest(asked, none) {
    if (none) return [];
    const lines = agreement(asked).map(([place, some]) => [place, names[place], ...[0, 1, 2].map((answer) => some.filter((one) => one[1] === answer).map(([words]) => words))]);
    return lines.filter((line) => line[2].length).sort((a, b) => b[2].length - a[2].length || a[3].length - b[3].length);
  }

  // --- what is stated in the units that meet it, as unit_effects.py -----------------------
  const setting = (line) => line[1];
  function unitsOf(asked, matching, lines) {
    const needs = needsOf(asked).length > 0;
    const places = asked.unit === "inherited" && needs ? placesThatMeet(asked, "inherited") : matching;
    const mine = lines.filter((line) => places.has(setting(line)));
    if (asked.unit === "inherited" || !needs) return mine;
    const met = unitsThatMeet(asked, asked.unit);
    const acts = ["actors", "ways", ...fixed.actionParts].some((part) => asked[part]?.length);
    const heads = new Set(acts ? [...met.keys()].map((number) => units.pools[asked.unit][number][1][0]) : []);
    return mine.filter(([number, , , , , , , , answering]) => met.has(number) && !answering.some((at) => heads.has(at)));
  }

  // A sign for each direction; a question mark where it is held possible and no more.
  function signsOf(stating, outcome) {
    const signs = fixed.signs.map((sign, direction) => {
      const behind = stating.filter((at) => units.effects[at][outcome] === direction);
      return behind.length ? sign + (behind.every((at) => units.certainty[at] === "possible") ? "?" : "") : "";
    });
    return signs.filter(Boolean).join(" ") || fixed.notStated;
  }

  function effectsInUnits(asked, places) {
    const found = new Map();
    for (const line of unitsOf(asked, places, told.together[asked.unit === "inherited" ? "cluster" : asked.unit])) {
      const stating = line[4].filter((at) => kept(asked, at));
      const itself = line[5].filter((at) => stating.includes(at)).length;
      const key = [setting(line), ...stating].join();
      if (stating.length && !(itself <= found.get(key)?.itself)) found.set(key, { itself, line, stating });
    }
    const lines = [...found.values()].map(({ line: [, , place, name, , , acts, acting], stating }) => {
      const named = new Set([...acting, ...stating]);
      const where = new Set(units.order.filter((at) => named.has(at)).map((at) => units.where[at]));
      return [place, name, signsOf(stating, 0), signsOf(stating, 1), acts, [...where].join(", "), stating.map((at) => rows.ids[at])];
    });
    const oneOnly = (line) => line.slice(2, 4).includes(fixed.notStated);
    return lines.sort((one, other) => oneOnly(one) - oneOnly(other)).slice(0, most.places);
  }

  function chainsInUnits({ asked, rows: matches }) {
    const mine = new Set(matches.map((at) => rows.ids[at]));
    const places = new Set(askedPlaces(asked));
    const met = asked.unit !== "act" && matches.length ? [...unitsThatMeet(asked, asked.unit).keys()] : [];
    const numbers = met.filter((number) => places.has(units.pools[asked.unit][number][0]));
    const beside = new Set(numbers.flatMap((number) => units.pools[asked.unit][number][1].map((at) => rows.ids[at])));
    const belongs = ([policy, act]) => mine.has(act) || (mine.has(policy) && beside.has(act));
    return told.chains.filter((line) => belongs(line.at(-1))).slice(0, most.places);
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
    return [...shown.values()].map((at) => {
      const behind = ofClaim.get(marks.told[at]).filter((one) => marks.mark[one] === marks.mark[at] || !states(one));
      const others = behind.filter((one) => one !== at).map((one) => marks.at[one]).sort((a, b) => a - b);
      return { at, column: marks.column[at], rows: [marks.at[at], ...others] };
    });
  }

  function columnsOf(shown) {
    return fixed.columns.map((names, at) => [...names, ...count(shown.filter(({ column }) => column === at).flatMap((mark) => mark.rows))]);
  }

  // One line for each place and policy, those with a stated effect first.
  function drawnOf(shown) {
    const lineOf = ({ at }) => `${marks.place[at]} ${marks.policy[at]}`;
    const states = shown.filter(({ at }) => marks.direction[at] !== marks.notStated);
    const [places, lines] = [new Set(states.map(({ at }) => marks.place[at])), new Set(states.map(lineOf))];
    const firsts = [...Map.groupBy(shown, lineOf).values()].map(([first]) => first);
    firsts.sort((a, b) => places.has(marks.place[b.at]) - places.has(marks.place[a.at]) || marks.place[a.at] - marks.place[b.at] ||
      lines.has(lineOf(b)) - lines.has(lineOf(a)) || marks.policy[a.at] - marks.policy[b.at]);
    const order = new Map(firsts.map((first, at) => [lineOf(first), at]));
    const [inside, filled, more] = [[], new Map(), new Map()];
    for (const mark of shown) {
      const [column, line] = [mark.column, Math.min(order.get(lineOf(mark)), most.lines)];
      const cell = `${column} ${line}`;
      filled.set(cell, (filled.get(cell) ?? 0) + 1);
      if (line < most.lines && filled.get(cell) <= most.inCell) inside.push([column, line, ...marks.looks[mark.at], mark.rows.map((at) => rows.ids[at])]);
      else more.set(cell, [column, line, (more.get(cell)?.[2] ?? 0) + 1]);
    }
    const told = firsts.slice(0, most.lines).map(({ at }) => [marks.places[marks.place[at]], marks.policies[marks.policy[at]]]);
    return { lines: told, marks: inside, more: [...more.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]) };
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
    if (!same("unit")) lines.push(["unit", ...both.map(({ asked }) => fixed.unitWords[asked.unit])]);
    if (!same("wider")) lines.push(["wider", ...both.map(({ asked }) => fixed.widerWords[Number(asked.wider)])]);
    const only = (one, other) => one.rows.filter((at) => !other.rows.includes(at)).map((at) => rows.ids[at]).join(", ");
    return [...lines, ["rows", only(before, now), only(now, before)]];
  }

  function answer(asked, pinned = null) {
    const match = matching(asked);
    const shown = harvest(match.rows);
    const places = new Set(match.rows.map((at) => rows.settings[rows.place[at]]).filter(Boolean));
    const { where, onlyOfPlaces } = whereOf(match);
    const none = match.rows.length > 0 || placesThatMeet(asked, "cluster").size > 0;
    const near = nearest(asked, none);
    const together = effectsInUnits(asked, places);
    const answered = {
      counts: countedOf(match, onlyOfPlaces), where, sentence: sentenceOf(match.rows, asked, onlyOfPlaces, together), made_of: madeOf(match.rows), asked: askedInWords(asked), code: codeOf(asked),
      parts: asParts(asked), columns: columnsOf(shown), ...drawnOf(shown), directions: effectDirections(shown), strands: flow(match.rows),
      rows: match.rows.map((at) => rows.ids[at]), full: {}, total: match.rows.length, places: [...places].sort(inOrder), nearest: near.slice(0, most.nearest), nearest_of: near.length,
      together, chains: chainsInUnits(match),
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
  function claimsByStanding(positions, some) {
    const least = new Map();
    for (const at of positions) least.set(rows.claim[at], Math.min(least.get(rows.claim[at]) ?? Infinity, rankOf([at], some)));
    return fixed.standings.map((_, rank) => [...least.values()].filter((one) => one === rank).length);
  }

  function byClaim(numbers) {
    const parts = drawn.stand.filter(([at]) => numbers[at]).map(([at, ...words]) => `${numbers[at]} ${words[Number(numbers[at] !== 1)]}`);
    return parts.length ? filled(drawn.byClaim, parts.join("; ")) : "";
  }

  function effectsOn(positions) {
    const stating = fixed.outcomes.map((_, outcome) => positions.filter((at) => rows.ranks[outcome][at] === 0));
    const brief = (some) => (some.length ? inWords(count(some).slice(0, 2)) : drawn.noClaim);
    return stating.flat().length ? `${stating.map((some, outcome) => filled(drawn.effectsOn[outcome], brief(some))).join("; ")}.` : "";
  }

  function figure1(place = "", other = "", element = "", episode = "", reading = "wide") {
    const about = element ? new Set(drawn.involving[element]) : null;
    const here = (at) => (!place || rows.settings[rows.place[at]] === place) && (!about || about.has(at));
    const part = (positions, id) => {
      const mine = positions.filter(here);
      const [counts, rank] = [count(mine), rankOf(mine)];
      const [standing, sentence] = [fixed.standings[rank], fixed.standingSentences[rank]];
      const of = drawn.outcomeOf[id];
      const numbers = claimsByStanding(mine, of === undefined ? undefined : [of]);
      const said = [byClaim(numbers), of === undefined ? effectsOn(mine) : ""].filter(Boolean).join(" ");
      const named = (...words) => `${filled(drawn.says[id], ...words)} ${said}`.trimEnd();
      if (drawn.nodes.includes(id)) return { name: named(inWords(counts), sentence), rows: idsOf(mine) };
      const short = filled(drawn.inShort, ...drawn.shortened.map((at) => numbers[at]));
      return { lines: [inWords(counts.slice(0, 2)), rank ? standing : short], name: named(inWords(counts), standing, sentence), standing, counts,
        stand: drawn.stand.map(([at]) => numbers[at]), rows: idsOf(mine) };
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
