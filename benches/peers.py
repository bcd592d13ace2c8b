#!/usr/bin/env python3
"""Speed of Dateline's annotator beside a spaCy pipeline and UDPipe 1, one core, the same text, turn by turn.

    pip install spacy ufal.udpipe
    cargo build --release -p dateline --example annotate_speed
    taskset -c 0 python3 benches/peers.py ../shared/data/treebanks/ewt

The folder holds EWT's train.conllu and test.conllu. Neither spaCy's nor UDPipe's trained models are in a package
registry, so both are made here with the components and sizes of the small English pipelines and trained for a
moment: their speed does not depend on how long. The text is that of the test set, in paragraphs. Seconds are the
process's own on the processor; a round times all three one after the other, the ratio of each round counts.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
BINARY = Path(__file__).resolve().parent.parent / "target/release/examples/annotate_speed"


def sentences(path):
    """Blocks of a CoNLL-U file."""
    return [block for block in Path(path).read_text(encoding="utf-8").split("\n\n") if block.strip()]


def rows(block):
    """Syntactic words of a block: form, UPOS, XPOS, head, relation."""
    out = []
    for line in block.splitlines():
        cells = line.split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            out.append((cells[1], cells[3], cells[4], int(cells[6]), cells[7]))
    return out


def raw_text(blocks):
    """The sentences' texts, an empty line before each paragraph."""
    out = []
    for block in blocks:
        text = re.search(r"^# text = (.*)$", block, re.M).group(1)
        new = re.search(r"^# new(par|doc)", block, re.M)
        out.append(("\n\n" if new and out else " " if out else "") + text)
    return "".join(out)


def spacy_pipeline(blocks):
    """tok2vec, tagger, parser and names with the sizes of the small English pipelines."""
    import spacy
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.util import minibatch

    def tok2vec():
        return {
            "@architectures": "spacy.Tok2Vec.v2",
            "embed": {
                "@architectures": "spacy.MultiHashEmbed.v2",
                "width": 96,
                "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
                "rows": [5000, 1000, 2500, 2500, 50, 50],
                "include_static_vectors": False,
            },
            "encode": {
                "@architectures": "spacy.MaxoutWindowEncoder.v2",
                "width": 96,
                "depth": 4,
                "window_size": 1,
                "maxout_pieces": 3,
            },
        }

    def parser(kind, tok):
        return {
            "@architectures": "spacy.TransitionBasedParser.v2",
            "state_type": kind,
            "extra_state_tokens": False,
            "hidden_width": 64,
            "maxout_pieces": 2,
            "use_upper": True,
            "tok2vec": tok,
        }

    shared = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": tok2vec()})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": shared}})
    nlp.add_pipe("parser", config={"model": parser("parser", shared)})
    nlp.add_pipe("ner", config={"model": parser("ner", tok2vec())})
    examples = []
    for block in blocks:
        words = rows(block)
        forms = [w[0].replace(" ", "") or "_" for w in words]
        heads = [w[3] - 1 if w[3] > 0 else i for i, w in enumerate(words)]
        # Names here only teach the transition system its labels.
        names = ["O"] * len(words)
        for i, word in enumerate(words):
            if word[1] == "PROPN":
                names[i] = "B-PER" if i % 3 == 0 else "B-ORG" if i % 3 == 1 else "B-LOC"
        gold = {"tags": [w[2] for w in words], "heads": heads, "deps": [w[4] for w in words], "entities": names}
        examples.append(Example.from_dict(Doc(nlp.vocab, words=forms), gold))
    nlp.initialize(lambda: examples)
    optimizer = nlp.resume_training()
    random.seed(1)
    for _ in range(3):
        random.shuffle(examples)
        for batch in minibatch(examples, 32):
            nlp.update(batch, sgd=optimizer, drop=0.1)
    return nlp


def udpipe_model(blocks, folder):
    """Tokeniser, tagger and parser with UDPipe 1's usual sizes."""
    from ufal import udpipe

    reader = udpipe.InputFormat.newConlluInputFormat()
    reader.setText("\n\n".join(blocks) + "\n\n")
    train = udpipe.Sentences()
    error = udpipe.ProcessingError()
    sentence = udpipe.Sentence()
    while reader.nextSentence(sentence, error):
        train.append(sentence)
        sentence = udpipe.Sentence()
    data = udpipe.Trainer.train(
        "morphodita_parsito",
        train,
        udpipe.Sentences(),
        "dimension=64;epochs=2;batch_size=100;learning_rate=0.005;dropout=0.1",
        "models=2;iterations=2;templates_1=tagger;templates_2=lemmatizer;guesser_suffix_rules_1=8;"
        "guesser_suffix_rules_2=4;provide_xpostag_2=0;provide_lemma_1=0;provide_feats_2=0;use_lemma_1=0;"
        "use_lemma_2=1;use_xpostag_1=1;use_xpostag_2=0;use_feats_1=1;use_feats_2=0",
        "iterations=1;transition_system=swap;transition_oracle=static_lazy;structured_interval=8;hidden_layer=200;"
        "embedding_upostag=20;embedding_feats=20;embedding_xpostag=0;embedding_form=50;embedding_lemma=0;"
        "embedding_deprel=20;learning_rate=0.02;batch_size=10;l2=0.5",
        error,
    )
    if error.occurred():
        raise RuntimeError(error.message)
    path = Path(folder) / "udpipe.model"
    path.write_bytes(data if isinstance(data, bytes) else data.encode("latin-1"))
    model = udpipe.Model.load(str(path))
    # The pipeline does not keep the model alive.
    return model, udpipe.Pipeline(model, "tokenize", udpipe.Pipeline.DEFAULT, udpipe.Pipeline.DEFAULT, "conllu")


def main():
    folder = Path(sys.argv[1])
    train = sentences(folder / "train.conllu")[:2500]
    test = sentences(folder / "test.conllu")
    text = raw_text(test)
    count = sum(len(rows(b)) for b in test)
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / "text.txt"
        plain.write_text(text, encoding="utf-8")
        print(f"{count} words of text; training the peers for a moment", file=sys.stderr)
        nlp = spacy_pipeline(train)
        _model, udpipe = udpipe_model(train, work)
        paragraphs = text.split("\n\n")

        def run_spacy():
            before = time.process_time()
            for _ in nlp.pipe(paragraphs):
                pass
            return time.process_time() - before

        def run_udpipe():
            before = time.process_time()
            udpipe.process(text)
            return time.process_time() - before

        def run_dateline():
            out = subprocess.run([BINARY, plain], check=True, capture_output=True, text=True).stdout
            return float(re.search(r"([\d.]+) s,", out).group(1))

        run_spacy()
        seconds = {"dateline": [], "spacy": [], "udpipe": []}
        for _ in range(ROUNDS):
            seconds["dateline"].append(run_dateline())
            seconds["spacy"].append(run_spacy())
            seconds["udpipe"].append(run_udpipe())
        for name, times in seconds.items():
            ratios = [other / own for own, other in zip(seconds["dateline"], times)]
            print(
                f"{name:9} {count / statistics.median(times):9.0f} words/s (median of {ROUNDS}), "
                f"Dateline is {statistics.median(ratios):.1f} times as fast ({min(ratios):.1f} to {max(ratios):.1f})"
            )


if __name__ == "__main__":
    main()
