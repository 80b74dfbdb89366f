// Searches the texts of all pages. Each year's texts are a script of their own, loaded when it is its turn:
// a page that was opened from a folder may load scripts, and nothing else.
"use strict";
(() => {
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  const state = document.getElementById("state");
  const parts = JSON.parse(document.getElementById("parts").textContent);
  const loaded = new Map();
  const most = 200;
  let latest = 0;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\s+/g, " ").toLowerCase();

  // Each word, and each "whole phrase" whatever marks a keyboard puts around it.
  const wanted = (text) => [...plain(text).replace(/[“”„«»]/g, '"').matchAll(/"([^"]*)"?|[^\s"]+/g)]
    .map((found) => (found[1] ?? found[0]).trim()).filter(Boolean);

  // Days newest first, and of a day what stands further down its page.
  const newest = ([, one, , , , at], [, other, , , , beside]) =>
    one === other ? (one ? beside - at : at - beside) : one < other ? 1 : -1;

  // Called by each part: rows of [page#anchor, day, who, text].
  window.locker = (name, rows) => loaded.set(
    name, rows.map((row, at) => [...row, plain(row[2] + " " + row[3]), at]).sort(newest));

  const load = (name) => new Promise((resolve, reject) => {
    if (loaded.has(name)) return resolve(loaded.get(name));
    const script = document.createElement("script");
    script.src = "search/" + name + ".js";
    script.onload = () => resolve(loaded.get(name) ?? []);
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  });

  const shown = ([link, day, who, text]) => {
    const item = document.createElement("article");
    const head = document.createElement("header");
    const anchor = document.createElement("a");
    const name = document.createElement("b");
    const body = document.createElement("p");
    anchor.href = link;
    anchor.textContent = day || "open";
    name.textContent = who;
    body.textContent = text;
    head.append(name, anchor);
    item.append(head, body);
    return item;
  };

  const search = async (text) => {
    const run = ++latest;
    const words = wanted(text);
    let found = 0;
    results.replaceChildren();
    state.textContent = "";
    if (words.length === 0) return;
    for (const part of parts) {
      state.textContent = "searching " + part + " ...";
      const rows = await load(part);
      if (run !== latest) return;
      for (const row of rows) {
        if (!words.every((word) => row[4].includes(word))) continue;
        results.append(shown(row));
        if (++found === most) break;
      }
      if (found === most) break;
    }
    state.textContent = found === most ? "the newest " + most + " are shown" : found + " found";
  };

  const begin = (text) =>
    search(text).catch((error) => { state.textContent = "cannot be read: " + error.message; });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    begin(form.elements.words.value);
  });
  // index.html?words=... leads to what it finds.
  const asked = new URLSearchParams(location.search).get("words");
  if (asked) {
    form.elements.words.value = asked;
    begin(asked);
  }
})();
