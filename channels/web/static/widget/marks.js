// When something was said, in the visitor's own language and time zone.
function timeOf(date) {
  return new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(date);
}

function dayOf(date) {
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  const traits = { weekday: "long", day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(language, traits).format(date);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
