// Where menus and help texts are put: one element inside the main landmark, so that they belong to the
// page's content. It is made once and stays, whatever is drawn around it.

let element: HTMLElement | null = null;

/** The element; Main puts it into the page. */
export function floats(): HTMLElement {
  if (!element) {
    element = document.createElement('div');
    element.className = 'floats';
  }
  return element;
}
