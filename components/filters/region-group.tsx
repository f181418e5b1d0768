'use client';

import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { RegionLink } from '@/components/regions/region-link';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { useStill } from '@/components/ui/use-still';
import type { Filter } from '@/lib/domain/filter';
import { countsOfRegions, type RegionNode, regionTrees } from '@/lib/regions/region-tree';
import type { EngineClient } from '@/lib/store/engine-client';
import { MOST_REGIONS } from '@/lib/url/parameters';
import { ChoiceRow, FilterGroup } from './choice-group';
import styles from './filter-panel.module.css';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  /** Adds a region to the filter and goes there, or takes it out again. */
  onToggle: (code: string) => void;
}

/** Regions and ports to browse: what a reader who does not know a name finds, beside the field that knows every name. */
export function RegionGroup(props: Props) {
  const t = useTranslations('filters');
  const { length } = props.filter.regions;
  const chosen = length === 0 ? null : t('chosenCount', { count: length });
  return (
    <FilterGroup heading={t('regions')} chosen={chosen}>
      <RegionTreeList {...props} />
    </FilterGroup>
  );
}

function RegionTreeList({ client, revision, filter, onToggle }: Props) {
  const t = useTranslations('filters');
  const tPicker = useTranslations('regionPicker');
  const locale = useReaderLocale();
  const { regions } = filter;
  const trees = useMemo(() => regionTrees(locale), [locale]);
  const asked = useMemo(() => ({ filter: { ...filter, regions: [] } }), [filter]);
  const totals = useEngineAnswer(client, 'regionTotals', useStill(asked), revision);
  const counts = useMemo(() => (totals ? countsOfRegions(totals.levels) : null), [totals]);
  const [isFull, setFull] = useState(false);
  const chosenIn = (nodes: readonly RegionNode[]) => {
    const count = regions.filter((code) => nodes.some((node) => holds(node, [code]))).length;
    return count === 0 ? null : t('chosenCount', { count });
  };
  const shared: NodeListProps = {
    nodes: [],
    chosen: regions,
    countOf: (code) => (counts ? (counts.get(code) ?? 0) : null),
    onToggle: (code) => {
      const isMore = !regions.includes(code);
      setFull(isMore && regions.length >= MOST_REGIONS);
      if (!isMore || regions.length < MOST_REGIONS) onToggle(code);
    },
  };
  return (
    <>
      <p role="status" className={styles.note}>
        {isFull && tPicker('full', { most: MOST_REGIONS })}
      </p>
      {(['land', 'policeZones', 'ports'] as const).map((tree) => (
        <FilterGroup
          key={tree}
          heading={t(`trees.${tree}`)}
          chosen={chosenIn(tree === 'ports' ? trees.ports.flatMap(childrenOf) : trees[tree])}
        >
          <NodeList {...shared} nodes={trees[tree]} isHeadless={tree === 'ports'} />
        </FilterGroup>
      ))}
    </>
  );
}

interface NodeListProps {
  nodes: readonly RegionNode[];
  chosen: readonly string[];
  countOf: (code: string) => number | null;
  onToggle: (code: string) => void;
  /** The regions themselves are no choice here, only what lies below them: countries stand in another tree. */
  isHeadless?: boolean;
}

function NodeList(props: NodeListProps) {
  return (
    <ul className={styles.tree}>
      {props.nodes.map((node) => (
        <Node key={node.region.code} node={node} {...props} />
      ))}
    </ul>
  );
}

/** A region; what lies below it is in the document only while it is unfolded. */
function Node({ node, isHeadless = false, ...shared }: NodeListProps & { node: RegionNode }) {
  const t = useTranslations('filters');
  const locale = useReaderLocale();
  const { region, children } = node;
  const { chosen, countOf, onToggle } = shared;
  const [isOpen, setOpen] = useState(() => children.some((child) => holds(child, chosen)));
  const name = region.names[locale];
  return (
    <li>
      <div className={styles.node}>
        {children.length > 0 && (
          <button
            type="button"
            className={styles.unfold}
            aria-expanded={isOpen}
            aria-label={t('unfold', { name })}
            onClick={() => setOpen(!isOpen)}
          />
        )}
        {isHeadless ? (
          <span className={styles.treeName}>{name}</span>
        ) : (
          <ChoiceRow
            type="checkbox"
            label={name}
            count={countOf(region.code)}
            isChosen={chosen.includes(region.code)}
            onChoose={() => onToggle(region.code)}
          />
        )}
        {!isHeadless && chosen.includes(region.code) && <RegionLink code={region.code} as="sign" />}
      </div>
      {isOpen && <NodeList {...shared} nodes={children} />}
    </li>
  );
}

function childrenOf({ children }: RegionNode): readonly RegionNode[] {
  return children;
}

function holds({ region, children }: RegionNode, chosen: readonly string[]): boolean {
  return chosen.includes(region.code) || children.some((child) => holds(child, chosen));
}
