/* The list of candidates. Names come from reports: put in as text. */
const SIGNS = { open: "", accepted: "✓", rejected: "✕", merged: "⇄" };

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".candidates");
  const rows = data.items.map((item, number) => {
    const row = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.className = item.status;
    if (number === data.current) button.setAttribute("aria-current", "true");
    const sign = document.createElement("span"), words = document.createElement("span");
    sign.className = "sign";
    sign.textContent = SIGNS[item.status] || String(number + 1);
    words.dir = "auto";
    words.textContent = item.title + (item.changed ? " (changed)" : "");
    button.setAttribute("aria-label", `${item.title}, ${item.status}`);
    button.append(sign, words);
    button.addEventListener("click", () => setTriggerValue("chosen", number));
    row.append(button);
    return row;
  });
  const hadFocus = root.contains(root.getRootNode().activeElement);
  root.replaceChildren(...rows);
  const current = root.querySelector("[aria-current]");
  const status = parentElement.querySelector(".quiet"), words = [data.told, current && current.textContent].filter(Boolean).join(". ");
  if (status.textContent !== words) status.textContent = words; // read out by a screen reader: what was done, and where one is now
  if (current) {
    const low = current.offsetTop - root.offsetTop, high = low + current.offsetHeight;
    if (low < root.scrollTop || high > root.scrollTop + root.clientHeight) root.scrollTop = low - root.clientHeight / 3;
    if (hadFocus) current.focus({ preventScroll: true });
  }
}
