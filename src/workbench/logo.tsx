// The mark: a holdfast, the part of kelp that clings to rock. Drawn on a 24-unit grid, in the current colour.

export function Logo({ size = 20 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d="M12 2.5c3.2 2.6 3.2 5.4 0 8s-3.2 5.4 0 8M12 10.5V14"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M12 14.5c0 3.4-2.4 4.2-6.5 5.5M12 14.5c0 3.4 2.4 4.2 6.5 5.5M12 18.5V21"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
      />
    </svg>
  );
}
