// A phone as it is typed: (555) 123-4567; behind a + anything, since only tables know how other
// countries group theirs. Whether it is one, the server says.
function phoneAsTyped(text) {
  if (text.trim().startsWith("+")) return "+" + text.replace(/[^\d ()-]/g, "").slice(0, 22);
  const digits = text.replace(/\D/g, "").replace(/^1/, "").slice(0, 15);
  const [area, middle, end] = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  if (digits.length > 10) return digits;
  if (end) return `(${area}) ${middle}-${end}`;
  return middle ? `(${area}) ${middle}` : area;
}

// Formats a field and leaves the caret behind the digit it stood behind.
function formatPhone(field) {
  const before = field.value.slice(0, field.selectionStart).replace(/\D/g, "").length;
  const atEnd = field.selectionStart === field.value.length;
  field.value = phoneAsTyped(field.value);
  if (atEnd) return;
  let place = 0;
  for (let digits = 0; digits < before && place < field.value.length; place++) {
    if (/\d/.test(field.value[place])) digits++;
  }
  field.setSelectionRange(place, place);
}
