/** Guided experiments: what to set, what to ask before, and what to look at afterwards. */

export const EXPERIMENTS = [
  {
    name: "The book\u2019s VAE",
    setting: {},
    question:
      "Two latent units, bits, sums, \u03b2 = 1. At first all reconstructions are grey, and " +
      "the KL is nearly 0. Where do both terms go in 20 epochs?",
    look:
      "The KL shoots up, then falls while the digits part on the plane: the encoder first says " +
      "much with little use, and then pays only for what helps the decoder.",
  },
  {
    name: "The mean in place of the sum",
    setting: { pixels: 1 },
    question:
      "Many programs take the mean over the pixels, as Keras does for a loss. The KL stays a " +
      "sum. What does the encoder still say about a digit?",
    look:
      "The likelihood now weighs 784 times less, which is \u03b2 = 784. No nat of KL pays for " +
      "itself: every digit has the same code, and every reconstruction is the mean digit.",
  },
  {
    name: "\u03c3 = 1 against \u03c3 = 0.1",
    setting: { likelihood: 1, sigma: 1 },
    question: "Grey levels differ from their mean by far less than 1. What does a Gaussian with " +
      "\u03c3 = 1 make of them? Afterwards set \u03c3 to 0.1, predict again and compare.",
    look:
      "With \u03c3 = 1 the encoder says some two nats. With \u03c3 = 0.1 the same squared error " +
      "weighs a hundred times more, and it pays to say some fifteen.",
  },
  {
    name: "\u03b2 = 10",
    setting: { beta: 10 },
    question: "Each nat of KL now costs ten. Which digits will still lie apart on the plane?",
    look:
      "What is left in the code is what saves more than ten nats a nat: the 0, the 1 and the 7 " +
      "part, and the others crowd together and are decoded into one blur.",
  },
  {
    name: "s as the head",
    setting: { head: 1, rate: 0.01 },
    question:
      "The head\u2019s output is s itself, and the loss has log s in it. The step is large. " +
      "Will the training reach its end?",
    look: "Nothing keeps the output of a linear layer above 0. One step takes an s below it, its " +
      "logarithm is NaN, and so is everything after. A log-variance may be any number.",
  },
  {
    name: "The score function",
    setting: { gradient: 1 },
    question: "The expectation of this gradient is the same. Its noise is not. How far does the " +
      "encoder get in 20 epochs?",
    look:
      "Each draw multiplies the whole log-likelihood, some 200 nats, with the score. Lay the run " +
      "beside that of the book: the last line says how much noisier one draw is.",
  },
];
