import { LitElement, css, html } from 'lit';

class HelloCounter extends LitElement {
  static properties = { name: { type: String }, count: { state: true } };

  static styles = css`
    :host {
      display: block;
      padding: 2rem;
      text-align: center;
    }
    button {
      padding: 0.6rem 1.2rem;
      font: inherit;
      color: white;
      cursor: pointer;
      background: #0d9488;
      border: 0;
      border-radius: 0.6rem;
    }
  `;

  constructor() {
    super();
    this.count = 0;
  }

  render() {
    return html`
      <h1>Hello, ${this.name}</h1>
      <button @click=${() => this.count++}>count is ${this.count}</button>
    `;
  }
}

customElements.define('hello-counter', HelloCounter);
