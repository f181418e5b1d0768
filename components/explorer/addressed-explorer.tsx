'use client';

import { useLayoutEffect, useState } from 'react';
import { Explorer, type ExplorerProps } from './explorer';

/**
 * The page for the view that the address names. A copy that a service worker kept was rendered for another address of the
 * same page: it begins anew with the right one.
 */
export function AddressedExplorer(props: ExplorerProps) {
  const [query, setQuery] = useState(props.query);
  useLayoutEffect(() => {
    const named = new URLSearchParams(location.search).toString();
    setQuery((given) => (named === new URLSearchParams(given).toString() ? given : named));
  }, []);
  return <Explorer key={query} {...props} query={query} />;
}
