import { NotePage } from '@/components/ui/note-page';

/** What has no page, below a language: in that language. */
export default function MissingBelowLanguage() {
  return <NotePage reason="missing" />;
}
