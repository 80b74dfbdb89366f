// Lets a page show only what is in some streams. What only came along with others is hidden at first.
"use strict";
(() => {
  const filter = document.getElementById("filter");
  const entries = [...document.querySelectorAll("article[data-streams]")];
  if (!filter || entries.length === 0) return;
  const streamsOf = (entry) => entry.dataset.streams.split(" ").filter(Boolean);
  const names = new Set(entries.flatMap((entry) => streamsOf(entry)));
  if (entries.some((entry) => streamsOf(entry).length === 0)) names.add("");
  if (names.size < 2) return;
  const chosen = new Set([...names].filter((name) => name !== "" || names.size === 1));
  const wanted = decodeURIComponent(location.hash.slice(1));
  const show = () => {
    for (const entry of entries) {
      const streams = streamsOf(entry);
      const shown = streams.length === 0 ? chosen.has("") : streams.some((name) => chosen.has(name));
      entry.hidden = !shown && entry.id !== wanted;
    }
  };
  for (const name of [...names].sort()) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = chosen.has(name);
    box.addEventListener("change", () => {
      if (box.checked) chosen.add(name); else chosen.delete(name);
      show();
    });
    const label = document.createElement("label");
    label.append(box, " ", name === "" ? "came along with others" : name);
    filter.append(label);
  }
  show();
  if (wanted) document.getElementById(wanted)?.scrollIntoView();
})();
