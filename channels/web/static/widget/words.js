// What the widget says. LANGUAGES, put in front of the script, are those that have a file.
let words = {};
let language = "en";

function say(key, facts = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
}

// The first language that the visitor wants and we have: data-lang on the tag, then the browser's.
async function learn() {
  const wanted = [TAG.dataset.lang, ...navigator.languages, "en"].filter(Boolean);
  const ours = (tag) => LANGUAGES.find((known) => known === tag.toLowerCase().split("-")[0]);
  language = wanted.find(ours);
  words = await (await fetch(`${HOST}widget/${ours(language)}.json`)).json();
}
