// Catches a bug of the window side and says what to do. The machine lives in the kernel and is not touched by it.

import { Component, type ReactNode } from 'react';
import controls from './controls.module.css';
import styles from './error-boundary.module.css';

interface Props {
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown) {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className={styles.page} role="alert">
        <h1 className={styles.title}>The workbench hit a bug</h1>
        <p className={styles.text}>
          Your files, shells and servers are safe: they live in the project’s machine, apart from this page.
          Reload to come back to them.
        </p>
        <pre className={styles.details}>{error.stack ?? error.message}</pre>
        <div className={styles.actions}>
          <button
            type="button"
            className={`${controls.button} ${controls.primary}`}
            onClick={() => location.reload()}
          >
            Reload
          </button>
          <button type="button" className={controls.button} onClick={() => this.setState({ error: null })}>
            Try again
          </button>
        </div>
      </main>
    );
  }
}
