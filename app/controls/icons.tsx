// The icons of the page: Lucide's, and some of our own where it has none that fits. All are 24 units wide,
// drawn by line; `Icon` gives them the size and weight of the page and hides them from screen readers.
import type { ComponentType, ReactNode } from 'react';

type Shape = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;

export const Icon = ({ of: Drawing, className = '' }: { of: Shape; className?: string }) => (
  <Drawing className={`i ${className}`} aria-hidden />
);

const shape = (content: ReactNode, viewBox = '0 0 24 24'): Shape =>
  function OwnIcon(props) {
    return (
      <svg viewBox={viewBox} role="presentation" {...props}>
        {content}
      </svg>
    );
  };

export const PlayIcon = shape(<path d="M7.5 4.800v14.400l11.25-7.200z" fill="currentColor" />);
export const PauseIcon = shape(<path d="M8.25 5.250v13.5M15.75 5.250v13.5" strokeWidth="3.6" />);
export const StepIcon = shape(<path d="M6 5.250v13.5L15.75 12zM18.75 5.250v13.5" />);
export const GripIcon = shape(
  <path
    d="M4.5 3.750v.1M10.5 3.750v.1M4.5 10.5v.1M10.5 10.5v.1M4.5 17.250v.1M10.5 17.250v.1"
    strokeWidth="3"
  />,
  '0 0 15 21',
);
export const LedgerIcon = shape(<path d="M3.75 5.25h16.5M3.75 12h10.5M3.75 18.75h6.75" />);
export const ChartIcon = shape(<path d="M3.75 3.75v16.5h16.5M7.5 8.25c2.25 6 5.25 7.5 12 7.95" />);
/** The mark of the page: an image with a window on it and one output pixel. */
export const BrandIcon = () => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 18 18"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    aria-hidden
  >
    <path d="M.75.75h16.5v16.5H.75z" />
    <path d="M4.5 4.5h5.5v5.5H4.5z" stroke="var(--accent)" />
    <path d="M13.5 13.5v.1" strokeWidth="2.5" strokeLinecap="round" />
  </svg>
);
