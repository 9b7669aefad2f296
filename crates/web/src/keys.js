// Keys for those who like them. Every page works without; no key changes data.
"use strict";
{
  const home = new URL(".", document.currentScript.src);
  const kept = "rapporteur-keys";
  const isOff = () => localStorage.getItem(kept) === "off";
  let after = "";

  /** Moves to the next or last line of the page. */
  const step = (by) => {
    const lines = [...document.querySelectorAll(".line, .found > li, .stories > li, .sources > li")];
    const at = lines.findIndex((it) => it.contains(document.activeElement));
    const next = at < 0 ? (0 < by ? 0 : lines.length - 1) : at + by;
    const link = lines[next]?.querySelector("a");
    link?.focus();
    link?.scrollIntoView({ block: "center" });
  };
  const line = () => document.activeElement?.closest(".line, li");
  const follow = (link) => link?.click();
  const first = (selector) => document.querySelector(selector);
  const part = (number) => follow(document.querySelectorAll(".contents a")[number - 1]);

  const keys = {
    j: () => step(1),
    k: () => step(-1),
    c: () => follow(line()?.querySelector("a.own")),
    l: () => follow(first('a[href$="lineage.html"], a[href$="/lineage"]')),
    y: () => navigator.clipboard?.writeText(location.href),
    "/": () => first('[role="search"] input')?.focus(),
    "?": () => location.assign(new URL("method#keys", home)),
    "g s": () => location.assign(home),
    "g e": () => location.assign(new URL("who", home)),
  };
  for (const number of "1234567") keys[number] = () => part(Number(number));

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
    const key = after + event.key;
    after = event.key === "g" && !after ? "g " : "";
    if (!Object.hasOwn(keys, key)) return;
    event.preventDefault();
    keys[key]();
  });

  const button = document.createElement("button");
  const tell = () => {
    button.textContent = isOff() ? "Keys are off" : "Keys are on";
    button.setAttribute("aria-pressed", String(!isOff()));
  };
  button.className = "switch";
  button.addEventListener("click", () => {
    localStorage.setItem(kept, isOff() ? "on" : "off");
    tell();
  });
  tell();
  first(".foot").prepend(button);
}
