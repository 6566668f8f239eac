// Create a project: from a template, a zip, or a folder of this computer.

import { useEffect, useRef, useState } from 'react';
import { FileArchive, FolderUp } from 'lucide-react';
import type { FileTree } from '../../worker/protocol/kernel-api.ts';
import { inputFiles } from '../files/dropped-files.ts';
import controls from '../workbench/controls.module.css';
import { Dialog, DialogActions } from '../workbench/dialog.tsx';
import { useProjects } from '../workbench/project-context.ts';
import { messageOf } from '../workbench/toast-store.ts';
import { useWorkbench } from '../workbench/workbench-context.ts';
import { nameOfZip, treeOf, treeOfZip } from './incoming-tree.ts';
import { TemplateIcon } from './template-icon.tsx';
import { firstTemplate, templates, type TemplateGroup } from './templates/templates.ts';
import styles from './new-project-dialog.module.css';

type Source = { readonly kind: 'template'; readonly id: string } | Upload;
interface Upload {
  readonly kind: 'upload';
  readonly label: string;
  readonly files: FileTree;
}

const groups: readonly TemplateGroup[] = ['Front end', 'Server', 'Tools'];

export function NewProjectDialog() {
  const { dialog } = useWorkbench();
  const { store } = useProjects();
  const [source, setSource] = useState<Source>({ kind: 'template', id: firstTemplate.id });
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const zipInput = useRef<HTMLInputElement>(null);
  const gallery = useRef<HTMLDivElement>(null);
  // On a small screen the chosen card may be below the others.
  useEffect(() => {
    gallery.current?.querySelector('label:has(:checked)')?.scrollIntoView({ block: 'nearest' });
  }, []);
  const folderInput = useRef<HTMLInputElement>(null);
  const close = () => dialog.set(null);
  const template = source.kind === 'template' ? templates.find((each) => each.id === source.id) : undefined;
  const suggested = template?.name ?? (source.kind === 'upload' ? source.label : '');

  const take = async (read: () => Promise<{ label: string; files: FileTree }>) => {
    setProblem(null);
    try {
      setSource({ kind: 'upload', ...(await read()) });
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const create = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const files = source.kind === 'upload' ? source.files : ((await template?.load()) ?? {});
      await store.create({
        name: name.trim() === '' ? suggested : name.trim(),
        template: template?.id ?? null,
        files,
      });
      close();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title="New project" wide onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <div ref={gallery} role="radiogroup" aria-label="Start from" className={styles.gallery}>
          {groups.map((group) => (
            <section key={group} aria-label={group}>
              <h3 className={styles.group}>{group}</h3>
              <div className={styles.grid}>
                {templates
                  .filter((each) => each.group === group)
                  .map((each) => (
                    <label key={each.id} className={styles.card} data-testid={`template-${each.id}`}>
                      <input
                        type="radio"
                        name="template"
                        checked={source.kind === 'template' && source.id === each.id}
                        onChange={() => setSource({ kind: 'template', id: each.id })}
                      />
                      <TemplateIcon id={each.id} />
                      <strong>{each.title}</strong>
                      <span>{each.description}</span>
                    </label>
                  ))}
              </div>
            </section>
          ))}
        </div>
        <div className={styles.uploads}>
          <button type="button" className={controls.button} onClick={() => zipInput.current?.click()}>
            <FileArchive size={14} /> From a zip…
          </button>
          <button type="button" className={controls.button} onClick={() => folderInput.current?.click()}>
            <FolderUp size={14} /> From a folder…
          </button>
          {source.kind === 'upload' && <span className={styles.taken}>Taken: {source.label}</span>}
        </div>
        <input
          ref={zipInput}
          type="file"
          accept=".zip,application/zip"
          hidden
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file === undefined) return;
            void take(async () => {
              const bytes = new Uint8Array(await file.arrayBuffer());
              return { label: nameOfZip(file.name), files: treeOfZip(bytes, file.name) };
            });
          }}
        />
        <input
          ref={folderInput}
          type="file"
          hidden
          // React has no property for it; the attribute is what browsers read.
          {...{ webkitdirectory: '' }}
          onChange={(event) => {
            const incoming = event.target.files === null ? [] : inputFiles(event.target.files);
            event.target.value = '';
            if (incoming.length === 0) return;
            void take(async () => {
              const wanted = incoming.filter(({ path }) => !/(^|\/)(node_modules|\.git)\//.test(path));
              const entries = await Promise.all(
                wanted.map(async ({ path, file }) => ({
                  path,
                  bytes: new Uint8Array(await file.arrayBuffer()),
                })),
              );
              return { label: incoming[0]?.path.split('/')[0] ?? 'Project', files: treeOf(entries) };
            });
          }}
        />
        <label className={styles.name}>
          <span>Name</span>
          <input
            data-autofocus=""
            className={controls.field}
            value={name}
            placeholder={suggested}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        {problem !== null && (
          <p className={styles.problem} role="alert">
            {problem}
          </p>
        )}
        <DialogActions>
          <button type="button" className={controls.button} onClick={close}>
            Cancel
          </button>
          <button
            type="submit"
            data-testid="create-project"
            className={`${controls.button} ${controls.primary}`}
            disabled={busy}
          >
            {busy ? 'Creating…' : 'Create project'}
          </button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
