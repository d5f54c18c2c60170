"""What the training figure says of two runs, without a browser."""

from deno_script import run

START = {"likelihood": 0, "sigma": 1, "pixels": 0, "latents": 0, "beta": 1, "warmup": 0, "K": 2}
START |= {"head": 0, "gradient": 0, "L": 1, "rate": 0.002, "epochs": 20, "seed": 0}
BOOK = {"reconstruction": 164.1, "kl": 5.1, "error": 38.6}


def done(terms=BOOK, noise=3.0, **setting):
    run = {"setting": START | setting, "status": "done", "epochs": 20, "last": terms}
    return run | {"noise": noise}


def changed(a, b):
    return " ".join(run("training/words.js", "show(whatChanged(values.a, values.b))", a=a, b=b))


def test_a_collapse_is_named_with_its_beta():
    collapsed = done({"reconstruction": 206.5, "kl": 0.002, "error": 51.7}, pixels=1, latents=1)
    words = changed(done(), collapsed)
    assert "Over the pixels: sum became mean. Over the latent units: sum became mean." in words
    assert "−ELBO with β = 392." in words  # 784 pixels over 2 units
    assert "The KL fell from 5.1 to 0.0 nats. The posterior has collapsed" in words
    assert "The reconstruction term rose from 164.1 to 206.5 nats." in words


def test_densities_of_two_kinds_are_not_compared():
    wide, narrow = done(likelihood=1, sigma=1), done(likelihood=1, sigma=0.1)
    for pair in ((done(), wide), (wide, narrow)):
        assert "different densities, and cannot be compared" in changed(*pair)
    assert "cannot be compared" not in changed(wide, wide)
    assert "σ" not in changed(done(sigma=1), done(sigma=0.1))  # a Bernoulli has none


def test_the_noise_of_two_gradients():
    words = changed(done(), done(noise=41.234, gradient=1))
    assert "had a standard deviation of 3, and has 41.2 now." in words


def test_a_prediction_is_judged_by_what_is_much_the_same():
    cases = [
        ((0, 0), {"error": 36.0, "kl": 6.0}, "sharper, and so it is. KL: you expected larger, and"),
        ((1, 1), {"error": 38.0, "kl": 5.5}, "much the same, and so it is. KL: you expected much"),
        (
            (2, 2),
            {"error": 30.0, "kl": 7.0},
            "more blurred, it is sharper. KL: you expected smaller",
        ),
    ]
    for (error, kl), terms, expected in cases:
        given = {"prediction": {"error": error, "kl": kl}, "run": done(BOOK | terms), "base": BOOK}
        said = run("training/words.js", "show(judge(...Object.values(values)))", **given)
        assert expected in said


def test_a_run_that_broke_off():
    broken = done() | {"status": "broken", "broken": {"step": 9, "terms": None}}
    broken["setting"]["rate"] = 0.1
    words = changed(done(), broken)
    assert "The loss became NaN at step 9, and the run stopped there. Take a smaller step" in words
    script = "show([0, 3].map((error) => judge({ error, kl: 0 }, values.broken, values.base)))"
    said = run("training/words.js", script, broken=broken, base=BOOK)
    assert said == ["You expected no breaking off: wrong.", "You expected breaking off: right."]
