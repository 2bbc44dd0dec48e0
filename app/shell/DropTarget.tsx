// Files dropped anywhere on the page: while they hover the page says what they can be, then opens them.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../store/context.tsx';
import { droppedFiles, openFiles } from './files.ts';

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function DropTarget() {
  const { t } = useTranslation('shell');
  const playground = usePlayground();
  const [hovering, setHovering] = useState(false);

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setHovering(false);
    const drop = async (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      openFiles(playground, await droppedFiles(event.dataTransfer!));
    };
    // Where the page moves under the pointer, what comes last before a drop may be an entrance.
    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [playground]);

  return hovering ? (
    <div className="drop-target">
      <p>{t('file.dropHere')}</p>
    </div>
  ) : null;
}
