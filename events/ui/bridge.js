/* The page's half of the channel between map and Python. One `Bridge` lives as long as its element; every answer of Python updates it. */
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const FIRST_RETRY = 4000;
const LONGEST_RETRY = 30000;
const FILTERS = { factions: "[class*=st-key-filter-factions]", hidden: "[class*=st-key-filter-hidden]", kinds: "[class*=st-key-filter-kinds]" };
const CLEAR = ".st-key-filter-clear button:not(:disabled)";
const CHOOSING = ["pointerup", "click", "keydown"];
const COUNT = / \([\d,]+\)$/; // behind a name in the sidebar
const LONGEST_CHOICE = 2000; // until the sidebar shows what was chosen in it
const LONGEST_WAIT = 8000; // for a map that does not say that it is drawn

class Bridge {
  constructor(root) {
    this.root = root;
    this.sentence = root.querySelector(".sentence");
    this.button = root.querySelector(".copy");
    this.link = root.querySelector(".link");
    this.status = root.querySelector(".quiet");
    this.generation = 0;
    this.number = 0; // of the last report sent to Python
    this.views = []; // the map's reports, each with the number it was passed on under
    this.written = null; // the query string that this bridge last put into the address bar
    this.theme = "";
    this.button.addEventListener("click", () => this.copy());
    this.onChoice = (event) => this.chosen(event);
    this.onPop = (event) => {
      event.stopImmediatePropagation(); // Streamlit would run the whole script with the old view first
      this.written = location.search.slice(1);
      this.report("url", this.written);
    };
  }

  update(data, setStateValue) {
    const generation = ++this.generation; // a clean-up may be called for an update that is no longer the last
    this.data = data;
    this.setStateValue = setStateValue;
    const opened = this.open(data.channel);
    if (data.answered >= this.number) clearTimeout(this.retry);
    this.sentence.setAttribute("aria-busy", String(data.answered < this.number));
    this.command(false);
    this.writeAddress(opened && this.renewed && data.first);
    this.fill(data.figures);
    this.awaitMap(data.waiting);
    this.status.textContent = this.sentence.textContent;
    if (this.settled && data.answered >= this.number) this.settled();
    return () => {
      if (this.generation === generation) this.close();
    };
  }

  open(name) {
    if (this.name === name && this.channel) return false;
    this.close();
    this.name = name;
    // A second session in one document was started anew, perhaps with an old link: the first one read the address bar itself.
    this.renewed = Boolean(window.eventsSession) && window.eventsSession !== name;
    window.eventsSession = name;
    this.fetchEarly();
    // Another channel is another session, as after the server was started anew: it answers nothing that the one before was told.
    this.number = this.data.answered;
    this.heard = null;
    this.views = [];
    this.channel = new BroadcastChannel(name);
    this.channel.onmessage = (event) => this.hear(event.data);
    this.channel.postMessage({ type: "ask" }); // the map may have been here first
    window.addEventListener("popstate", this.onPop, true);
    for (const type of CHOOSING) document.addEventListener(type, this.onChoice, true);
    this.themeWatch = new MutationObserver(() => this.command(false, true));
    this.themeWatch.observe(document.head, { childList: true, subtree: true });
    return true;
  }

  close() {
    clearTimeout(this.retry);
    clearTimeout(this.patience);
    this.patience = null;
    window.removeEventListener("popstate", this.onPop, true);
    for (const type of CHOOSING) document.removeEventListener(type, this.onChoice, true);
    if (this.themeWatch) this.themeWatch.disconnect();
    if (this.channel) this.channel.close();
    this.channel = null;
  }

  hear(message) {
    if (message.type === "hello") this.command(true);
    else if (message.type === "tick") this.tick(message);
    else if (message.type === "drawn") this.drawn();
    else if (message.type === "place") {
      if (document.activeElement) document.activeElement.blur(); // the keys of the page are listened to again
      this.report("place", { lat: message.lat, lon: message.lon });
    }
    else if (message.type === "view") {
      const text = JSON.stringify([message.seq, message.view]);
      if (text !== this.heard) this.report("view", { seq: message.seq, view: message.view });
      this.heard = text;
      this.views.push({ number: this.number, report: message.report });
    }
  }

  /* The last of the map's reports that Python had heard when it gave the answer at hand. */
  knows() {
    while (this.views.length > 1 && this.views[1].number <= this.data.answered) this.views.shift();
    const [first] = this.views;
    return first && first.number <= this.data.answered ? first.report : 0;
  }

  /* Tell Python, and tell it again until it answers: a report can be lost while the connection is down. */
  report(name, value) {
    const number = ++this.number;
    this.sentence.setAttribute("aria-busy", "true");
    clearTimeout(this.retry);
    const send = (wait) => {
      this.setStateValue(name, { number, value, at: Date.now() });
      this.retry = setTimeout(() => send(Math.min(2 * wait, LONGEST_RETRY)), wait);
    };
    send(FIRST_RETRY);
  }

  /* A choice in the sidebar reaches the map before Python has heard of it; Python's command then says all that it means. */
  chosen({ type, target }) {
    if (!target.closest || !target.closest(`${Object.values(FILTERS)}, ${CLEAR}, [role="listbox"]`)) return;
    const before = this.choices();
    if (type === "click" && target.closest(CLEAR)) {
      this.channel.postMessage({ type: "preview", factions: [], kinds: [], since: "", until: "", rows: null });
      return;
    }
    const meant = type === "click" && this.meant(target, before);
    if (meant) {
      this.channel.postMessage({ type: "preview", ...meant });
      const [filter] = Object.keys(meant), undo = { type: "preview", [filter]: before[filter] };
      // A press that chose nothing after all is taken back.
      setTimeout(() => this.channel && String(this.choices()[filter]) === String(before[filter]) && this.channel.postMessage(undo), LONGEST_CHOICE);
    }
    setTimeout(() => {
      const now = this.choices(), changed = Object.keys(FILTERS).filter((filter) => String(now[filter]) !== String(before[filter]));
      if (changed.length && this.channel) this.channel.postMessage({ type: "preview", ...Object.fromEntries(changed.map((filter) => [filter, now[filter]])) });
    });
  }

  /* What a press will have chosen, before the page has drawn it, which takes longer than the map does; null where it chooses nothing. */
  meant(target, before) {
    const plain = (text) => text.replace(COUNT, ""), option = target.closest("[role=option]"), tag = target.closest("button") && target.closest("[data-tag]");
    for (const [filter, place] of Object.entries(FILTERS)) {
      const chosen = before[filter], open = option && document.querySelector(`${place} [aria-expanded="true"]`);
      const label = open ? plain(option.textContent.trim()) : tag && tag.closest(place) ? plain(tag.getAttribute("aria-label") || "") : "";
      if (label) return { [filter]: chosen.includes(label) ? chosen.filter((each) => each !== label) : [...chosen, label] };
    }
    return null;
  }

  /* What is chosen in the sidebar, as it reads there without the counts. */
  choices() {
    const tags = (place) => [...document.querySelectorAll(`${place} [data-tag]`)].map((tag) => (tag.getAttribute("aria-label") || "").replace(COUNT, ""));
    return Object.fromEntries(Object.entries(FILTERS).map(([filter, place]) => [filter, [...new Set(tags(place))]]));
  }

  /* Python holds back what stands below the map until it is drawn: its scripts and charts would be in the way. */
  awaitMap(waiting) {
    if (waiting && this.drawnFor !== this.name) this.patience ??= setTimeout(() => this.drawn(), LONGEST_WAIT);
  }

  drawn() {
    clearTimeout(this.patience);
    if (!this.data.waiting || this.drawnFor === this.name) return;
    this.drawnFor = this.name;
    this.report("drawn", true);
  }

  /* The events are asked for while the map's frame is still on its way; `loadColumns` in it takes them from here. */
  fetchEarly() {
    const { url } = this.data.command.data || {};
    if (!url || this.renewed) return;
    const early = fetch(url.replace("../../", "./"), { credentials: "same-origin" }).then((answer) => (answer.ok ? answer.arrayBuffer() : null));
    window.eventsColumns = { url, content: early.catch(() => null) };
  }

  command(force, onlyNewTheme) {
    const theme = this.readTheme();
    if (onlyNewTheme && theme === this.theme) return;
    this.theme = theme;
    if (!this.channel) return;
    this.channel.postMessage({ type: "set", force, theme, knows: this.knows(), ...this.data.command });
    this.channel.postMessage({ type: "pick", ...this.data.pick });
    this.showMap(this.data.pick.on);
  }

  /* While a place is chosen on the map, the map is in sight; then the page goes back to where it was. */
  showMap(on) {
    if (on === Boolean(this.choosing)) return;
    const host = this.root.host ?? this.root, page = host.closest("[data-testid=stMain]");
    if (!page) return;
    const back = this.choosing;
    this.choosing = on ? { top: page.scrollTop } : null;
    requestAnimationFrame(() => page.scrollTo({ top: on ? 0 : back.top }));
  }

  readTheme() {
    const probe = document.createElement("span");
    probe.style.cssText = "display:none;color:var(--st-background-color)";
    this.root.append(probe);
    const channels = (getComputedStyle(probe).color.match(/[\d.]+/g) || ["255", "255", "255"]).map(Number);
    probe.remove();
    return 0.299 * channels[0] + 0.587 * channels[1] + 0.114 * channels[2] < 128 ? "dark" : "light";
  }

  writeAddress(askFirst) {
    const foreign = [...new URLSearchParams(location.search)].filter(([key]) => key.startsWith("embed"));
    const query = [this.data.query, new URLSearchParams(foreign).toString()].filter(Boolean).join("&");
    if (this.data.answered < this.number) return; // an answer is on its way: this data is from before the report
    if (query === location.search.slice(1)) {
      this.written = query;
      return;
    }
    if (askFirst && location.search) {
      // A session that was started anew may have been given an old link by the server: the address bar knows better.
      this.report("url", location.search.slice(1));
      return;
    }
    const address = location.pathname + (query && `?${query}`) + location.hash;
    if (this.data.push && this.written !== null) history.pushState(history.state, "", address);
    else history.replaceState(history.state, "", address);
    this.written = query;
  }

  tick(message) {
    const group = (count) => count.toLocaleString("en-US");
    const [year, month, day] = message.time.split("-").map(Number);
    const { control } = message, ofControl = this.data.sentence.some((part) => part.figure === "holders");
    if (Boolean(control) !== ofControl) return; // the mode was just switched: Python answers with the other sentence
    if (control) {
      this.fill({
        places: `${group(control.places)} ${control.places === 1 ? "place" : "places"}`,
        holders: this.holders(control.by, group),
        contested: group(control.contested),
        unknown: group(control.unknown),
        date: `${day} ${MONTHS[month - 1]} ${year}`,
      });
      return;
    }
    this.fill({
      shown: group(message.shown),
      hidden_by_time: group(this.data.placed - message.total_to_time),
      hidden_by_filters: group(message.total_to_time - message.shown),
      date: `${day} ${MONTHS[month - 1]} ${year}`,
    });
  }

  /* "Mahdi Army holds 21, Iraqi Army 5", as describe_control.py says it. */
  holders(by, group) {
    const order = Object.entries(by).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    if (!order.length) return "none held";
    const named = order.length <= 4 ? order : order.slice(0, 3), rest = order.slice(named.length);
    const told = named.map(([name, count], rank) => `${name} ${rank ? "" : "holds "}${group(count)}`);
    if (rest.length) told.push(`${rest.length} others ${group(rest.reduce((sum, [, count]) => sum + count, 0))}`);
    return told.join(", ");
  }

  fill(figures) {
    const parts = this.data.sentence.map((part) => {
      if (!part.figure) return document.createTextNode(part.words);
      const strong = document.createElement("b");
      strong.textContent = figures[part.figure];
      return strong;
    });
    this.sentence.replaceChildren(...parts);
  }

  async copy() {
    this.channel.postMessage({ type: "ask" });
    await new Promise((resolve) => setTimeout(resolve, 60)); // time for the map to answer with what it has not yet told
    if (this.data.answered < this.number) {
      await new Promise((resolve) => {
        this.settled = resolve;
        setTimeout(resolve, 3000);
      });
      this.settled = null;
    }
    const address = location.href;
    this.link.value = address;
    let done = false;
    try {
      await navigator.clipboard.writeText(address);
      done = true;
    } catch {
      this.link.hidden = false; // no clipboard here (plain http, or not allowed): the link is shown to be copied by hand
      this.link.select();
    }
    const said = done ? "Link copied" : "Copy the link below";
    this.button.textContent = said;
    this.status.textContent = said;
    setTimeout(() => (this.button.textContent = "Copy link"), 2000);
  }
}

export default function (component) {
  const { parentElement, data, setStateValue } = component;
  const host = parentElement.host ?? parentElement;
  const bridge = (host.eventsBridge ??= new Bridge(parentElement));
  return bridge.update(data, setStateValue);
}
