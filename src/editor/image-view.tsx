// A picture: as it is, with what there is to say about it, and a word where the browser cannot read it. An SVG is text first,
// and shown on demand.

import { useEffect, useState } from 'react';
import { CodeXml, Eye } from 'lucide-react';
import controls from '../workbench/controls.module.css';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { formatBytes } from './file-contents.ts';
import { FileNotice } from './file-notice.tsx';
import { languageName } from './language-name.ts';
import styles from './image-view.module.css';

interface Props {
  readonly path: string;
  readonly url: string;
  readonly bytes: number;
}

/** Its `key` must be the URL: what is known of a picture holds for that one. */
export function ImageView({ path, url, bytes }: Props) {
  const { fileActions } = useWorkbench();
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  const [broken, setBroken] = useState(false);
  if (broken)
    return <FileNotice path={path}>The browser cannot read this picture of {formatBytes(bytes)}.</FileNotice>;
  return (
    <figure className={styles.image}>
      <img
        src={url}
        alt={path}
        draggable={false}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setSize({ width: naturalWidth, height: naturalHeight })
        }
        onError={() => setBroken(true)}
      />
      <figcaption>
        {size !== null && `${size.width} × ${size.height} · `}
        {formatBytes(bytes)} · {languageName(path)}
      </figcaption>
      <button type="button" className={controls.button} onClick={() => void fileActions.download(path)}>
        Download
      </button>
    </figure>
  );
}

/** Above the text of an SVG. The picture is that of the disk: of what is saved. */
export function SvgView({ path, text }: { readonly path: string; readonly text: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button
        type="button"
        className={`${controls.button} ${styles.toggle}`}
        onClick={() => setShown(!shown)}
      >
        {shown ? <CodeXml size={14} /> : <Eye size={14} />}
        {shown ? 'Show text' : 'Show picture'}
      </button>
      {shown && <SvgPicture path={path} text={text} />}
    </>
  );
}

function SvgPicture({ path, text }: { readonly path: string; readonly text: string }) {
  const [url, setUrl] = useState<string | null>(null);
  const [bytes, setBytes] = useState(0);
  useEffect(() => {
    const blob = new Blob([text], { type: 'image/svg+xml' });
    const made = URL.createObjectURL(blob);
    setUrl(made);
    setBytes(blob.size);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <div className={styles.cover}>
      {url !== null && <ImageView key={url} path={path} url={url} bytes={bytes} />}
    </div>
  );
}
