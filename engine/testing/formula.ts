// Evaluates the arithmetic that is shown to people: numbers, + - * /, parentheses, floor, ceil and sqrt.

/** Value of a formula such as `(32 - 5 + 2*2)/1 + 1`; throws where it is not one. */
export function evaluateFormula(formula: string): number {
  const tokens = formula.match(/\d+(?:\.\d+)?(?:e-\d+)?|floor|ceil|sqrt|[-+*/()]/g) ?? [];
  let at = 0;
  const sum = (): number => {
    let value = product();
    while (tokens[at] === '+' || tokens[at] === '-') value += tokens[at++] === '+' ? product() : -product();
    return value;
  };
  const product = (): number => {
    let value = factor();
    while (tokens[at] === '*' || tokens[at] === '/')
      value = tokens[at++] === '*' ? value * factor() : value / factor();
    return value;
  };
  const factor = (): number => {
    const token = tokens[at++];
    if (token === 'floor' || token === 'ceil' || token === 'sqrt') return Math[token](factor());
    if (token !== '(') return Number(token);
    const value = sum();
    at++;
    return value;
  };
  const value = sum();
  if (at !== tokens.length || Number.isNaN(value)) throw new Error(`not a formula: ${formula}`);
  return value;
}
