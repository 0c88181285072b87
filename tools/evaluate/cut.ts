/** The share of what is kept that is the beginning. */
const head = 0.7;

/** Cuts a long text in its middle, and says there how many characters are left out. Characters outside the BMP are not split. */
export function cutTo(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  const end = whole(text, Math.floor(most * head));
  const begin = whole(text, text.length - (most - Math.floor(most * head)));
  const left = (begin - end).toLocaleString('en');
  return `${text.slice(0, end)}\n[… ${left} characters are left out here …]\n${text.slice(begin)}`;
}

/** A place between two characters, at or before the given one. */
const whole = (text: string, at: number): number => (/[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at);
