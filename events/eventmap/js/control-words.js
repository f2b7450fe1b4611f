// What is said of a place in words: the tip and the card say the same.

const SURE_WORDS = ["high confidence", "medium confidence", "low confidence"];

/** Words for a place as `painter` last drew it; days of control are counted from the data's first. */
function placeWords(painter, p) {
  const { data, columns, seen, colours } = painter, { spells, header } = data, s = seen.behind(p), { calendar } = columns;
  const date = (day) => calendar.words(day + painter.shift);
  const name = data.names(p), holder = spells.holder[s], known = holder !== colours.nobody, status = seen.status[p];
  const rival = colours.rival[s], unheld = !known ? "nobody named" : header.factions[holder];
  const who = { [HELD]: header.factions[holder], [FOUGHT]: known ? header.factions[holder] : "Contested", [UNSURE]: "Unknown" }[status];
  const rest = {
    [HELD]: seen.claimed[p] ? "held, by claims only" : "held",
    [FOUGHT]: colours.names[rival] ? `contested by ${colours.names[rival]}` : known ? "contested" : "no holder named",
    [UNSURE]: known ? `last held by ${unheld}` : "no holder named",
  }[status];
  const against = spells.against[s], silence = seen.day - seen.last[p];
  return {
    place: name.name || "Unnamed place",
    admin: name.admin,
    who,
    rest,
    colour: status === UNSURE || !known ? colours.greys.unsure : colours.hex[holder],
    rival: status === FOUGHT ? colours.hex[rival] : "",
    claimed: status === HELD && seen.claimed[p] === 1,
    since: status === HELD ? `since ${date(seen.holderSince[p])}` : status === FOUGHT ? `since ${date(seen.since[p])}` : "",
    sure: status === UNSURE ? (known ? "too long without news" : "") : `${SURE_WORDS[sureness(seen.confidence[p])]} (${Math.round(100 * seen.confidence[p])} of 100)`,
    last: `last report ${date(seen.last[p])}${silence > 0 ? `, ${plural(silence, "day", "days")} before` : ""}`,
    teller: seen.teller[p] >= 0 ? data.names(seen.teller[p]).name : "",
    besieged: seen.besieged(p),
    against: against ? `${plural(against, "report says", "reports say")} otherwise` : "",
    row: spells.set_by[s] < columns.n ? spells.set_by[s] : -1,
    change: painter.comparison ? changeWords(painter.comparison, p) : "",
  };
}

function changeWords({ before, after, change, data }, p) {
  const { holder } = data.spells, name = (state) => (state.spell[p] < 0 ? "" : data.header.factions[holder[state.behind(p)]]);
  return {
    [CHANGED_HANDS]: `changed hands: before, ${name(before)}`,
    [NEWLY_HELD]: "newly held: before, nobody known",
    [LOST]: `lost by ${name(before)}`,
    [NOW_FOUGHT]: "was not contested before",
    [SETTLED]: "no longer contested",
    [FELL_SILENT]: "the news ran out in between",
    [SAME_CAMP]: `before, ${name(before)}, of the same camp`,
  }[change[p]] || "no change in between";
}

/** The lines of the tip, as elements. */
function placeLines(painter, p) {
  const words = placeWords(painter, p), lines = [nameElement("div", "te-tip-place", words.place)];
  if (words.admin && words.admin !== words.place) lines.push(nameElement("div", "te-tip-muted te-clip", words.admin));
  lines.push(holderLine(words));
  const muted = [[words.since, words.sure].filter(Boolean).join(" · "), words.last];
  if (words.teller) muted.push(`no news of its own: as told of ${words.teller}`);
  for (const text of muted) if (text) lines.push(nameElement("div", "te-tip-muted", text));
  for (const text of [words.change, words.besieged ? "besieged" : "", words.against]) if (text) lines.push(nameElement("div", "te-tip-claim", text));
  return lines;
}

function holderLine(words) {
  const what = element("div", "te-tip-what"), swatch = element("span", "te-patch");
  dress(swatch, words);
  what.append(swatch, nameElement("strong", "te-clip", words.who), nameElement("span", "te-clip", `· ${words.rest}`));
  return what;
}

/** Dress a small square like the map's areas: plain, striped in two colours, or hatched. */
function dress(swatch, { colour, rival, claimed, strength = 1 }) {
  const plain = faded(colour, STRENGTHS[0] * strength);
  if (rival) swatch.style.background = `repeating-linear-gradient(135deg, ${plain} 0 3px, ${faded(rival, STRENGTHS[0] * strength)} 3px 6px)`;
  else if (claimed) swatch.style.background = `repeating-linear-gradient(45deg, ${plain} 0 2px, ${faded(colour, STRENGTHS[0] * BETWEEN_LINES)} 2px 5px)`;
  else swatch.style.background = plain;
}

/** Where no page stands around the map: who holds the selected place, and the report behind it. */
class PlaceCard {
  constructor(card, onReport) {
    Object.assign(this, { card, onReport });
  }

  show(painter, p, close) {
    const { card } = this, { columns } = painter, words = placeWords(painter, p);
    const head = element("div", "te-card-head");
    head.append(nameElement("h3", "te-card-place", words.place), iconButton("close", "Close", close));
    const parts = [head, ...placeLines(painter, p).slice(1)];
    if (words.row >= 0) {
      const event = eventWords(columns, words.row), summary = columns.detail(words.row, "summary"), source = card.source(columns, words.row);
      const by = element("button", "te-card-report");
      by.type = "button";
      by.append(nameElement("span", "", `Set by: ${event.kind}, ${event.faction}, ${event.date}`));
      by.addEventListener("click", () => this.onReport(words.row));
      parts.push(by);
      if (summary) parts.push(nameElement("p", "te-card-summary", summary));
      if (source) parts.push(source);
    }
    card.root.setAttribute("aria-label", "Selected place");
    card.root.replaceChildren(...parts);
    card.root.hidden = false;
  }
}
