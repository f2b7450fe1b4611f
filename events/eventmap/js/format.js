// Words, dates and small elements. Text from data goes through textContent only, never through innerHTML.

const DAY_MS = 86_400_000;
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** Days of the data are whole UTC days counted from its first one; a Date is made only to say one in words. */
class Calendar {
  constructor(firstDay, days) {
    this.first = Date.parse(`${firstDay}T00:00:00Z`);
    this.days = days;
  }
  date(day) {
    return new Date(this.first + day * DAY_MS);
  }
  iso(day) {
    return this.date(day).toISOString().slice(0, 10);
  }
  /** Day index of an ISO date, clamped to the data; `fallback` for "" or what is no date. */
  day(iso, fallback) {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(iso || "") ? Date.parse(`${iso}T00:00:00Z`) : NaN;
    return Number.isNaN(time) ? fallback : this.clamp(Math.round((time - this.first) / DAY_MS));
  }
  /** The same without clamping: bounds of a date range may lie outside the data. */
  offset(iso, fallback) {
    const time = Date.parse(`${iso || ""}T00:00:00Z`);
    return Number.isNaN(time) ? fallback : Math.round((time - this.first) / DAY_MS);
  }
  clamp(day) {
    return Math.max(0, Math.min(this.days - 1, day));
  }
  words(day) {
    const date = this.date(day);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }
}

const number = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

/** "within 5 km": metres in the coarsest honest words. */
function distanceWords(metres) {
  if (metres < 1000) return `${Math.max(10, Math.round(metres / 10) * 10)} m`;
  const km = metres / 1000;
  return `${km < 10 ? Math.round(km * 10) / 10 : Math.round(km)} km`;
}

const GEO_WORDS = {
  point: "exact place",
  neighbourhood: "somewhere in the neighbourhood",
  part_of_city: "somewhere in this part of the city",
  city: "somewhere in the city",
  near: "around this place",
  admin2: "somewhere in the district",
  admin1: "somewhere in the province",
  country: "somewhere in the country",
};
const DATE_WORDS = { about_day: "about", week: "in the week of", month: "in the month of", year: "in the year of" };

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Keep what happens in a panel from the map below it: Leaflet takes two quick taps anywhere inside its box for a double tap on the map. */
function shield(panel) {
  L.DomEvent.disableClickPropagation(panel);
  L.DomEvent.disableScrollPropagation(panel);
  panel.addEventListener("click", (event) => event.stopPropagation());
}

/** Names come in any script: each decides its own direction. */
function nameElement(tag, className, text) {
  const made = element(tag, className, text);
  made.dir = "auto";
  return made;
}

const ICONS = {
  play: "M7 4.5v15l12.5-7.5z",
  pause: "M6.5 5h4v14h-4zM13.5 5h4v14h-4z",
  back: "M14.8 5.2 8 12l6.8 6.8 1.5-1.5L11 12l5.300-5.300z",
  forward: "M9.200 5.200 16 12l-6.800 6.800-1.500-1.500L13 12 7.700 6.700z",
  down: "M5.300 8.700 12 15.400l6.700-6.700 1.300 1.400-8 8-8-8z",
  close: "M6.400 5 12 10.600 17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5 17.600l5.600-5.600L5 6.400z",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function iconButton(name, label, onClick, className) {
  const made = element("button", `te-icon ${className || ""}`);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.append(icon(name));
  made.addEventListener("click", onClick);
  return made;
}

/** A labelled native select: it works with every keyboard, screen reader and phone as it is. */
function choice(label, options, value, onChange) {
  const box = element("label", "te-choice");
  const select = element("select");
  select.setAttribute("aria-label", label);
  for (const [key, words] of options) {
    const option = element("option", "", words);
    option.value = String(key);
    select.append(option);
  }
  select.value = String(value);
  select.addEventListener("change", () => onChange(select.value));
  box.append(element("span", "te-choice-label", label), select);
  return { box, select };
}
