# ruff: noqa: E501
r"""Derivations as readers type them, and single-line faults in them.

`TEXTS[name] = (derivation, text)`: each is complete. `RULES[name]`: for each line, the rules of which a
tutor would name one first. `FAULTS`: `(name, line, old, new)`, with one line broken.
"""

TEXTS = {
    "A1": (
        "q2",
        r"""
log p(x|z) = log prod_d rho_d^x_d (1-rho_d)^(1-x_d)
= sum_d log(rho_d^x_d (1-rho_d)^(1-x_d))
= sum_d (log(rho_d^x_d) + log((1-rho_d)^(1-x_d)))
= sum_d (x_d log(rho_d) + (1-x_d) log(1-rho_d))
""",
    ),
    "A2": (
        "q2",
        r"""
\begin{align*}
\log p_\theta(\mathbf{x}\mid\mathbf{z}) &= \log \prod_{d=1}^{D} \rho_d^{x_d}(1-\rho_d)^{1-x_d} \\
&= \sum_{d=1}^{D} \log\left(\rho_d^{x_d}(1-\rho_d)^{1-x_d}\right) \\
&= \sum_{d=1}^{D} \left[ x_d\log\rho_d + (1-x_d)\log(1-\rho_d) \right]
\end{align*}
""",
    ),
    "A3": (
        "q3",
        r"""
log p(x|z)
= log prod_d 1/sqrt(2*pi*sigma^2) * exp(-(x_d-mu_d)^2/(2*sigma^2))    # the density
= sum_d log(1/sqrt(2*pi*sigma^2) * exp(-(x_d-mu_d)^2/(2*sigma^2)))    # log of a product is a sum of logs
= sum_d [log(1/sqrt(2*pi*sigma^2)) - (x_d-mu_d)^2/(2*sigma^2)]        # log exp
= sum_d [-1/2 log(2*pi*sigma^2) - (x_d-mu_d)^2/(2*sigma^2)]
= -D/2 log(2*pi*sigma^2) - 1/(2*sigma^2) sum_d (x_d-mu_d)^2           # constants out
""",
    ),
    "A4": (
        "q3c",
        r"""
\log p(x|z) = \sum_{d=1}^D \log \mathcal{N}(x_d | \mu_d, \sigma^2) \\
= \sum_{d=1}^D \left( -\frac12 \log(2\pi\sigma^2) - \frac{(x_d-\mu_d)^2}{2\sigma^2} \right) \\
= -\frac{1}{2\sigma^2} \sum_{d=1}^D (x_d-\mu_d)^2 + \text{const}
""",
    ),
    "A5": (
        "kl",
        r"""
KL(q||p) = E_q[log q(z|x) - log p(z)]
= E_q[sum_k (-1/2 log(2*pi*s_k^2) - (z_k-m_k)^2/(2*s_k^2)) - sum_k (-1/2 log(2*pi) - z_k^2/2)]
= sum_k (-1/2 log(s_k^2) - E_q[(z_k-m_k)^2]/(2*s_k^2) + E_q[z_k^2]/2)
= sum_k (-1/2 log(s_k^2) - 1/2 + (m_k^2+s_k^2)/2)
= 1/2 sum_k (m_k^2 + s_k^2 - log(s_k^2) - 1)
""",
    ),
    "A6": (
        "kl",
        r"""
\mathrm{KL}(q\|p) = \int q(z|x) \log\frac{q(z|x)}{p(z)} dz \\
= \mathbb{E}_q\left[\log\frac{q(z|x)}{p(z)}\right] \\
= \sum_{k=1}^K \mathbb{E}_q\left[ -\log s_k - \frac{(z_k-m_k)^2}{2 s_k^2} + \frac{z_k^2}{2} \right] \\
= \sum_{k=1}^K \left( -\log s_k - \frac{1}{2} + \frac{m_k^2+s_k^2}{2}\right) \\
= \frac12 \sum_{k=1}^K \left(m_k^2 + s_k^2 - 1 - \log s_k^2\right)
""",
    ),
    "A7": (
        "dkl_dm",
        r"""
d/dm_k KL = d/dm_k 1/2 sum_k (m_k^2 + s_k^2 - log(s_k^2) - 1)
= 1/2 d/dm_k m_k^2
= 1/2 * 2 m_k
= m_k
""",
    ),
    "A8": (
        "elbo",
        r"""
log p(x) = log int p(x,z) dz
= log int q(z|x) p(x,z)/q(z|x) dz
= log E_q[p(x,z)/q(z|x)]
>= E_q[log(p(x,z)/q(z|x))]
= E_q[log(p(x|z) p(z)/q(z|x))]
= E_q[log p(x|z)] + E_q[log(p(z)/q(z|x))]
= E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "A9": (
        "elbo",
        r"""
\begin{aligned}
\log p_\theta(x) &= \log \int p_\theta(x|z)p(z)\,dz \\
&= \log \mathbb{E}_{q_\phi(z|x)}\left[\frac{p_\theta(x|z)p(z)}{q_\phi(z|x)}\right] \\
&\ge \mathbb{E}_{q_\phi(z|x)}\left[\log\frac{p_\theta(x|z)p(z)}{q_\phi(z|x)}\right] \\
&= \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - \mathrm{KL}(q_\phi(z|x)\,\|\,p(z))
\end{aligned}
""",
    ),
    "A10": (
        "gap",
        r"""
KL(q(z|x)||p(z|x)) = E_q[log q(z|x) - log p(z|x)]
= E_q[log q(z|x) - log(p(x,z)/p(x))]
= E_q[log q(z|x) - log p(x,z)] + log p(x)
= E_q[log q(z|x) - log p(z) - log p(x|z)] + log p(x)
= KL(q(z|x)||p(z)) - E_q[log p(x|z)] + log p(x)
= log p(x) - ELBO
""",
    ),
    "A11": (
        "gap2",
        r"""
\log p(x) = \mathbb{E}_q[\log p(x)] \\
= \mathbb{E}_q\left[\log\frac{p(x,z)}{p(z|x)}\right] \\
= \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)} + \log\frac{q(z|x)}{p(z|x)}\right] \\
= \mathbb{E}_q\left[\log\frac{p(x,z)}{q(z|x)}\right] + \mathbb{E}_q\left[\log\frac{q(z|x)}{p(z|x)}\right] \\
= \mathcal{L}(x;\theta,\phi) + \mathrm{KL}(q(z|x)\|p(z|x))
""",
    ),
    "A12": (
        "grad_theta",
        r"""
grad_theta E_q[log p(x|z)] = grad_theta int q(z|x) log p(x|z) dz
= int grad_theta (q(z|x) log p(x|z)) dz
= int q(z|x) grad_theta log p(x|z) dz
= E_q[grad_theta log p(x|z)]
""",
    ),
    "A13": (
        "score",
        r"""
\nabla_\phi \mathbb{E}_q[\log p(x|z)] = \nabla_\phi \int q_\phi(z|x) \log p(x|z) dz \\
= \int \nabla_\phi q_\phi(z|x) \log p(x|z) dz \\
= \int q_\phi(z|x) \nabla_\phi \log q_\phi(z|x) \log p(x|z) dz \\
= \mathbb{E}_q[\log p(x|z) \nabla_\phi \log q_\phi(z|x)]
""",
    ),
    "A14": (
        "reparam",
        r"""
grad_phi E_q[log p(x|z)] = grad_phi E_{eps~N(0,1)}[log p(x|m + s*eps)]
= grad_phi int N(eps|0,1) log p(x|m + s*eps) deps
= int N(eps|0,1) grad_phi log p(x|m + s*eps) deps
= E_{eps~N(0,1)}[grad_phi log p(x|m + s*eps)]
""",
    ),
    "A15": (
        "kl_sign",
        r"""
-KL(q(z|x)||p(z)) = E_q[log(p(z)/q(z|x))]
<= log E_q[p(z)/q(z|x)]
= log int p(z) dz
= log 1 = 0
""",
    ),
    "A16": (
        "log_prior",
        r"""
log p(z) = log prod_k 1/sqrt(2*pi) exp(-z_k^2/2) = sum_k log(1/sqrt(2*pi) exp(-z_k^2/2))
= sum_k (-1/2 log(2*pi) - z_k^2/2) = -K/2 log(2*pi) - 1/2 sum_k z_k^2
""",
    ),
    "B1": (
        "q2",
        r"""
We start with the Bernoulli likelihood:
$$\log p_\theta(x|z) = \log\left(\prod_{d=1}^D \rho_d^{x_d}(1-\rho_d)^{(1-x_d)}\right)$$
$$= \sum_{d=1}^D \log\left[\rho_d^{x_d}(1-\rho_d)^{(1-x_d)}\right]$$ (log of product)
$$= \sum_{d=1}^D \left\{ x_d \log\rho_d + (1-x_d)\log(1-\rho_d) \right\}$$
""",
    ),
    "B2": (
        "q2",
        r"""
ln p(x|z) = ln Π_d ρ_d^{x_d} (1-ρ_d)^{1-x_d}
          = Σ_d ln ρ_d^{x_d} + ln (1-ρ_d)^{1-x_d}
          = Σ_d x_d ln ρ_d + (1-x_d) ln(1-ρ_d)
""",
    ),
    "B3": (
        "q2",
        r"""
log prod_d Bernoulli(x_d | rho_d)
sum_d log Bernoulli(x_d|rho_d)
sum_d log(rho_d^x_d (1-rho_d)^(1-x_d))
sum_d (x_d log rho_d + (1-x_d) log(1-rho_d))
""",
    ),
    "B4": (
        "q2",
        r"""
(1) log p(x|z) = sum_d log p(x_d|z)     since the pixels are independent
(2) = sum_d log( rho_d^x_d * (1-rho_d)^(1-x_d) )
(3) = sum_d x_d*log(rho_d) + sum_d (1-x_d)*log(1-rho_d)    # log rules
""",
    ),
    "B5": (
        "q2",
        r"""
\begin{equation}
\begin{split}
\log p(\boldsymbol{x}|\boldsymbol{z}) & = \log \prod_{d=1}^{D}\text{Bernoulli}(x_d|\rho_d)\\
& = \sum_{d=1}^{D}\log\left(\rho_d^{x_d}\right)+\log\left((1-\rho_d)^{1-x_d}\right)\\
& = \sum_{d=1}^{D}x_d\log\rho_d+(1-x_d)\log(1-\rho_d)
\end{split}
\end{equation}
""",
    ),
    "B6": (
        "q2",
        r"""
log p(x|z) = log[ prod_{d=1}^D rho_d^{x_d} (1 - rho_d)^{1 - x_d} ]
           = sum_{d=1}^D [ log(rho_d^{x_d}) + log((1 - rho_d)^{1 - x_d}) ]   [log(ab) = log a + log b]
           = sum_{d=1}^D [ x_d log(rho_d) + (1 - x_d) log(1 - rho_d) ]   [log(a^b) = b log a]
""",
    ),
    "B7": (
        "q3",
        r"""
log p(x|z) = sum_d log N(x_d | mu_d, sigma^2)
  = sum_d log [ (2 pi sigma^2)^(-1/2) exp(-(x_d - mu_d)^2 / (2 sigma^2)) ]
  = sum_d [ -1/2 log(2 pi sigma^2) - (x_d - mu_d)^2/(2 sigma^2) ]
  = -D/2 log(2 pi sigma^2) - 1/(2 sigma^2) sum_d (x_d - mu_d)^2
""",
    ),
    "B8": (
        "q3",
        r"""
\log p(x|z) &= \log \prod_{d=1}^{D} \frac{1}{\sqrt{2\pi\sigma^2}} e^{-\frac{(x_d-\mu_d)^2}{2\sigma^2}} \\
&= \sum_{d=1}^{D} \left[\log \frac{1}{\sqrt{2\pi\sigma^2}} + \log e^{-\frac{(x_d-\mu_d)^2}{2\sigma^2}}\right] \\
&= \sum_{d=1}^{D} \left[-\frac{1}{2}\log(2\pi\sigma^2) - \frac{(x_d-\mu_d)^2}{2\sigma^2}\right] \\
&= -\frac{D}{2}\log 2\pi - D\log\sigma - \frac{1}{2\sigma^2}\sum_{d=1}^{D}(x_d-\mu_d)^2
""",
    ),
    "B9": (
        "q3",
        r"""
log p(x|z) = log N(x | mu, sigma^2 I)
= sum_d log N(x_d|mu_d,sigma^2)
= -D/2 log(2πσ²) - 1/(2σ²) Σ_d (x_d - μ_d)²
= -D/2 log(2πσ²) - ||x-μ||²/(2σ²)
""",
    ),
    "B10": (
        "q3c",
        r"""
log p(x|z) = sum_d [ -1/2 log(2 pi sigma^2) - (x_d-mu_d)^2/(2 sigma^2) ]
= -1/(2 sigma^2) sum_d (x_d-mu_d)^2 - D/2 log(2 pi sigma^2)
= -1/(2 sigma^2) ||x - mu||^2 + const.
""",
    ),
    "B11": (
        "q3c",
        r"""
\log p(x\mid z) = \sum_d \log\mathcal{N}(x_d\mid\mu_d,\sigma^2) = -\frac{1}{2\sigma^2}\sum_d (x_d-\mu_d)^2 + C
""",
    ),
    "B12": (
        "laplace",
        r"""
log p(x|z) = log prod_d 1/(2b) exp(-|x_d - mu_d|/b)
= sum_d log(1/(2b)) + log exp(-|x_d-mu_d|/b)
= sum_d -log(2b) - |x_d-mu_d|/b
= -D log(2b) - (1/b) sum_d |x_d - mu_d|
""",
    ),
    "B13": (
        "log_prior",
        r"""
\log p(z) = \sum_{k=1}^{K} \log \mathcal{N}(z_k | 0, 1)
= \sum_{k=1}^{K} \left(-\tfrac12 \log 2\pi - \tfrac12 z_k^2\right)
= -\frac{K}{2}\log(2\pi) - \frac12 z^T z
""",
    ),
    "B14": (
        "kl1",
        r"""
KL(q||p) = ∫ q(z|x) log(q(z|x)/p(z)) dz
= ∫ q(z|x) [ log q(z|x) - log p(z) ] dz
= E_q[ -1/2 log(2π s²) - (z-m)²/(2s²) + 1/2 log(2π) + z²/2 ]
= -1/2 log s² - 1/(2 s²) E_q[(z-m)²] + 1/2 E_q[z²]
= -1/2 log s² - 1/2 + 1/2 (s² + m²)
= 1/2 (m² + s² - log s² - 1)
""",
    ),
    "B15": (
        "kl1",
        r"""
D_{KL}(q\|p) = \mathbb{E}_{q}[\log q(z|x)] - \mathbb{E}_{q}[\log p(z)]
E_q[log q(z|x)] = -1/2 log(2 pi s^2) - 1/2
E_q[log p(z)] = -1/2 log(2 pi) - 1/2 (m^2 + s^2)
KL(q||p) = -1/2 log(2 pi s^2) - 1/2 + 1/2 log(2 pi) + 1/2 (m^2+s^2)
= 1/2 (m^2 + s^2 - log s^2 - 1)
""",
    ),
    "B16": (
        "kl",
        r"""
KL(q(z|x) || p(z)) = sum_k KL(N(z_k|m_k,s_k^2) || N(z_k|0,1))
= sum_k E_q[log q(z_k|x) - log p(z_k)]
= sum_k E_q[-log s_k - (z_k-m_k)^2/(2 s_k^2) + z_k^2/2]
= sum_k (-log s_k - 1/2 + (m_k^2 + s_k^2)/2)
= 1/2 sum_k (m_k^2 + s_k^2 - log s_k^2 - 1)
""",
    ),
    "B17": (
        "kl",
        r"""
\begin{align}
KL(q_\phi(\mathbf{z}|\mathbf{x})||p(\mathbf{z})) &= \mathbb{E}_{\mathbf{z}\sim q_\phi(\mathbf{z}|\mathbf{x})}\left[\log \frac{q_\phi(\mathbf{z}|\mathbf{x})}{p(\mathbf{z})}\right]\\
&= \sum_{k=1}^K \mathbb{E}_q\left[\log\frac{\mathcal{N}(z_k|m_k,s_k^2)}{\mathcal{N}(z_k|0,1)}\right] \tag{a}\\
&= \sum_{k=1}^K \left( -\frac12\log s_k^2 - \frac{1}{2s_k^2}\mathbb{E}_q[(z_k-m_k)^2] + \frac12 \mathbb{E}_q[z_k^2] \right)\\
&= \sum_{k=1}^K \left( -\frac12\log s_k^2 - \frac{1}{2} + \frac12 (m_k^2+s_k^2) \right)\\
&= \frac12\sum_{k=1}^K (m_k^2+s_k^2-\log s_k^2-1).
\end{align}
""",
    ),
    "B18": (
        "dkl_dm",
        r"""
\frac{\partial}{\partial m_k} KL = \frac{\partial}{\partial m_k} \frac12 \sum_{k} (m_k^2 + s_k^2 - \log s_k^2 - 1)
= \frac12 \frac{\partial}{\partial m_k} (m_k^2 + s_k^2 - \log s_k^2 - 1)
= \frac12 \cdot 2 m_k = m_k
""",
    ),
    "B19": (
        "dkl_dm",
        r"""
dKL/dm_k = d/dm_k [ 1/2 sum_j (m_j^2 + s_j^2 - log s_j^2 - 1) ]
= 1/2 d/dm_k (m_k^2)
= m_k
""",
    ),
    "B20": (
        "dkl_dlogvar",
        r"""
d/dlogvar_k KL = d/dlogvar_k 1/2 sum_k (m_k^2 + exp(logvar_k) - logvar_k - 1)
= 1/2 (exp(logvar_k) - 1)
= 1/2 (s_k^2 - 1)
""",
    ),
    "B21": (
        "dkl_dlogvar",
        r"""
\frac{\partial KL}{\partial \log s_k^2} = \frac{1}{2}\frac{\partial}{\partial \log s_k^2}\left(s_k^2 - \log s_k^2\right)
= \frac12 (s_k^2 - 1)
""",
    ),
    "B22": (
        "elbo",
        r"""
log p(x)
= log ∫ p(x,z) dz                        (marginalise z)
= log ∫ q(z|x) · p(x,z) / q(z|x) dz      (multiply by 1)
= log E_{q(z|x)}[ p(x,z)/q(z|x) ]
≥ E_{q(z|x)}[ log p(x,z)/q(z|x) ]        (Jensen's inequality, log is concave)
= E_q[log p(x,z)] - E_q[log q(z|x)]
= E_q[log p(x|z)] + E_q[log p(z)] - E_q[log q(z|x)]
= E_q[log p(x|z)] - KL(q(z|x) || p(z))
""",
    ),
    "B23": (
        "elbo",
        r"""
\log p_{\theta}(x) = \log \int p_{\theta}(x, z) \, \mathrm{d}z
= \log \int q_{\phi}(z \mid x) \frac{p_{\theta}(x, z)}{q_{\phi}(z \mid x)} \, \mathrm{d}z
\geq \int q_{\phi}(z \mid x) \log \frac{p_{\theta}(x, z)}{q_{\phi}(z \mid x)} \, \mathrm{d}z \quad \text{by Jensen}
= \int q_\phi(z|x) \log p_\theta(x|z) dz + \int q_\phi(z|x) \log \frac{p(z)}{q_\phi(z|x)} dz
= \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] - D_{\mathrm{KL}}(q_\phi(z|x) \,\|\, p(z)) \quad\blacksquare
""",
    ),
    "B24": (
        "elbo",
        r"""
Step 1: log p(x) = log E_{p(z)}[p(x|z)]
Step 2: = log E_{z~q}[p(x|z) p(z)/q(z|x)]
Step 3: >= E_{z~q}[log p(x|z) + log p(z) - log q(z|x)]
Step 4: = E_{z~q}[log p(x|z)] - E_{z~q}[log q(z|x) - log p(z)]
Step 5: = E_{z~q}[log p(x|z)] - KL[q(z|x) || p(z)]
""",
    ),
    "B25": (
        "gap",
        r"""
KL(q(z|x) || p(z|x)) = E_q[ log q(z|x)/p(z|x) ]
= E_q[ log( q(z|x) p(x) / p(x,z) ) ]
= log p(x) + E_q[ log q(z|x) - log p(x|z) - log p(z) ]
= log p(x) - ( E_q[log p(x|z)] - KL(q(z|x)||p(z)) )
= log p(x) - L(x; theta, phi)
""",
    ),
    "B26": (
        "gap2",
        r"""
log p(x) = ∫ q(z|x) log p(x) dz          [since ∫ q(z|x) dz = 1]
= ∫ q(z|x) log( p(x,z)/p(z|x) ) dz       [Bayes]
= ∫ q(z|x) log( p(x,z)/q(z|x) ) dz + ∫ q(z|x) log( q(z|x)/p(z|x) ) dz
= E_q[log p(x|z)] - KL(q(z|x)||p(z)) + KL(q(z|x)||p(z|x))
""",
    ),
    "B27": (
        "bound_from_gap",
        r"""
log p(x) = ELBO + KL(q(z|x)||p(z|x))
>= ELBO      because KL >= 0
= E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "B28": (
        "kl_sign",
        r"""
-KL(q||p) = -E_q[log q(z|x)/p(z)] = E_q[log p(z)/q(z|x)]
\le \log E_q[p(z)/q(z|x)]     (Jensen)
= \log \int q(z|x) p(z)/q(z|x) dz
= \log \int p(z) dz
= \log 1
= 0
""",
    ),
    "B29": (
        "grad_theta",
        r"""
\nabla_\theta \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] = \nabla_\theta\int q_\phi(z|x)\log p_\theta(x|z)\,dz
= \int \nabla_\theta\left[q_\phi(z|x)\log p_\theta(x|z)\right]dz \quad \text{(Leibniz)}
= \int q_\phi(z|x)\nabla_\theta\log p_\theta(x|z)\,dz
= \mathbb{E}_{q_\phi(z|x)}\left[\nabla_\theta\log p_\theta(x|z)\right]
""",
    ),
    "B30": (
        "score",
        r"""
∇_φ E_q[log p(x|z)] = ∇_φ ∫ q_φ(z|x) log p_θ(x|z) dz
= ∫ (∇_φ q_φ(z|x)) log p_θ(x|z) dz
∇_φ log q_φ(z|x) = ∇_φ q_φ(z|x) / q_φ(z|x)      (log-derivative trick)
= ∫ q_φ(z|x) log p_θ(x|z) ∇_φ log q_φ(z|x) dz
= E_q[log p_θ(x|z) ∇_φ log q_φ(z|x)]
""",
    ),
    "B31": (
        "reparam",
        r"""
\nabla_\phi \mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)] = \nabla_\phi \mathbb{E}_{\mathcal{N}(\epsilon|0,I)}[\log p_\theta(x|g_\phi(\epsilon))]
= \nabla_\phi \int \mathcal{N}(\epsilon|0,I) \log p_\theta(x|g_\phi(\epsilon)) d\epsilon
= \int \mathcal{N}(\epsilon|0,I) \nabla_\phi \log p_\theta(x|g_\phi(\epsilon)) d\epsilon
= \mathbb{E}_{\mathcal{N}(\epsilon|0,I)}[\nabla_\phi \log p_\theta(x|g_\phi(\epsilon))]
""",
    ),
    "B32": (
        "chain_m",
        r"""
d/dm E_q[f(z)] = d/dm E_{eps ~ N(0,1)}[f(m + s eps)]
= E_eps[d/dm f(m + s eps)]
= E_eps[f'(m + s eps) * d/dm (m + s eps)]
= E_eps[f'(m + s eps)]
""",
    ),
    "B33": (
        "chain_s",
        r"""
\frac{d}{ds} E_q[f(z)] = \frac{d}{ds} E_{\epsilon}[f(m + s\epsilon)]
= E_{\epsilon}[f'(m + s\epsilon) \epsilon]
""",
    ),
    "B34": (
        "posterior",
        r"""
log p(z|x) = log p(x|z) + log p(z) - log p(x)
= -(x - w z)^2/(2 sigma^2) - z^2/2 + const
= -1/2 (1 + w^2/sigma^2) z^2 + (w x/sigma^2) z + const
= -(sigma^2 + w^2)/(2 sigma^2) (z - w x/(sigma^2 + w^2))^2 + const
""",
    ),
    "B35": (
        "elbo",
        r"""
log p(x) =
   log int p(x,z) dz
 = log int q(z|x) * (p(x,z) / q(z|x)) dz
 >= int q(z|x) log( p(x,z)/q(z|x) ) dz
 = int q(z|x) log p(x|z) dz
   + int q(z|x) log( p(z)/q(z|x) ) dz
 = E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "B36": (
        "kl",
        r"""
KL = E_q[log q(z|x)] - E_q[log p(z)]
   = sum_k E_q[log q(z_k|x)] - sum_k E_q[log p(z_k)]
   = sum_k ( -1/2 log(2 pi s_k^2) - 1/2 ) - sum_k ( -1/2 log(2 pi) - 1/2 (m_k^2 + s_k^2) )
   = 1/2 sum_k ( m_k^2 + s_k^2 - log s_k^2 - 1 )
""",
    ),
    "B37": (
        "gap",
        r"""
KL(q||p(z|x)) = int q(z|x) log q(z|x)/p(z|x) dz
= int q(z|x) log q(z|x) dz - int q(z|x) log p(z|x) dz
= E_q[log q(z|x)] - E_q[log p(x,z)] + log p(x)
=> KL(q||p(z|x)) = log p(x) - ELBO
""",
    ),
    "B38": (
        "q3",
        r"""
log p(x|z)
= Σ_{d=1}^D log( 1/√(2πσ²) · exp( −(x_d−μ_d)²/(2σ²) ) )
= Σ_{d=1}^D ( −½ log(2πσ²) − (x_d−μ_d)²/(2σ²) )
= −(D/2) log(2πσ²) − (1/(2σ²)) Σ_{d=1}^D (x_d−μ_d)²
""",
    ),
    "B40": (
        "reparam",
        r"""
Let z = m + s*eps, eps ~ N(0,1).
grad_phi E_q[log p(x|z)]
= grad_phi E_eps[log p(x|g(eps))]
= E_eps[grad_phi log p(x|g(eps))]   since N(eps|0,1) does not depend on phi
""",
    ),
    "C1": (
        "elbo",
        r"""
log p_θ(x) = log ∫ p_θ(x|z) p(z) dz
           = log ∫ q_φ(z|x) [p_θ(x|z) p(z) / q_φ(z|x)] dz
           ≥ ∫ q_φ(z|x) log [p_θ(x|z) p(z) / q_φ(z|x)] dz        ← Jensen
           = 𝔼_{q_φ(z∣x)}[log p_θ(x∣z)] − KL(q_φ(z∣x) ‖ p(z))
""",
    ),
    "C2": (
        "elbo",
        r"""
1) log p(x) = log E_{z∼q}[p(x,z)/q(z|x)]
2) log p(x) >= E_{z∼q}[log(p(x,z)/q(z|x))]     Jensen
3) log p(x) >= E_{z∼q}[log p(x|z) + log(p(z)/q(z|x))]
4) log p(x) >= E_{z∼q}[log p(x|z)] - D_KL(q(z|x) || p(z))
""",
    ),
    "C3": (
        "elbo",
        r"""
\begin{align*}
\log p_\theta(\mathbf{x}) &= \log\int_{\mathbf{z}} p_\theta(\mathbf{x},\mathbf{z})\,d\mathbf{z} && \text{marginalisation}\\
&= \log\int p_\theta(\mathbf{x},\mathbf{z})\frac{q_\phi(\mathbf{z}|\mathbf{x})}{q_\phi(\mathbf{z}|\mathbf{x})}\,d\mathbf{z} && \text{multiply by } 1\\
&= \log \mathbb{E}_{\mathbf{z}\sim q_\phi(\mathbf{z}|\mathbf{x})}\Big[\frac{p_\theta(\mathbf{x},\mathbf{z})}{q_\phi(\mathbf{z}|\mathbf{x})}\Big]\\
&\overset{\text{Jensen}}{\geq} \mathbb{E}_{q_\phi}\Big[\log\frac{p_\theta(\mathbf{x},\mathbf{z})}{q_\phi(\mathbf{z}|\mathbf{x})}\Big]\\
&= \mathbb{E}_{q_\phi}\big[\log p_\theta(\mathbf{x}|\mathbf{z})\big] - \operatorname{KL}\big(q_\phi(\mathbf{z}|\mathbf{x})\,\Vert\,p(\mathbf{z})\big) \qquad\square
\end{align*}
""",
    ),
    "C4": (
        "gap2",
        r"""
E_q[log p(x)] = log p(x)   as p(x) does not depend on z
log p(x) = E_q[ log p(x|z) + log p(z) - log p(z|x) ]    (Bayes' rule)
= E_q[ log p(x|z) ] + E_q[ log p(z) - log q(z|x) ] + E_q[ log q(z|x) - log p(z|x) ]
= E_q[ log p(x|z) ] - KL(q(z|x)||p(z)) + KL(q(z|x)||p(z|x))
= ELBO + KL(q(z|x)||p(z|x))
""",
    ),
    "C5": (
        "gap",
        r"""
KL(q(z|x)||p(z|x)) = E_q[log q(z|x)] - E_q[log p(z|x)]
With Bayes, p(z|x) = p(x|z) p(z) / p(x):
= E_q[log q(z|x)] - E_q[log p(x|z)] - E_q[log p(z)] + E_q[log p(x)]
= KL(q(z|x)||p(z)) - E_q[log p(x|z)] + log p(x)
= log p(x) - ELBO.
""",
    ),
    "C7": (
        "q2",
        r"""
\log p(x|z) = \sum_{d} \log p(x_d | z) \\
= \sum_{d} \log \text{Bernoulli}(x_d | \rho_d) \\
= \sum_{d} \log \left( \rho_d^{x_d} (1-\rho_d)^{1-x_d} \right) \\
= \sum_{d} \left( \log \rho_d^{x_d} + \log (1-\rho_d)^{1-x_d} \right) \\
= \sum_{d} \left( x_d \log \rho_d + (1-x_d) \log (1-\rho_d) \right)
""",
    ),
    "C8": (
        "q2",
        r"""
log p(x|z) = log prod_{d=1}^{D} (rho_d)^(x_d) * (1 - rho_d)^(1 - x_d)
<=> log p(x|z) = sum_{d=1}^{D} x_d*log(rho_d) + (1 - x_d)*log(1 - rho_d)
""",
    ),
    "C9": (
        "q3",
        r"""
log p(x|z) = log( prod_d (2 pi sigma^2)^{-1/2} exp( -1/2 ((x_d - mu_d)/sigma)^2 ) )
= sum_d ( -1/2 log(2 pi) - log(sigma) - 1/2 ((x_d - mu_d)/sigma)^2 )
= -D/2 log(2 pi) - D log(sigma) - 1/(2 sigma^2) sum_d (x_d - mu_d)^2
""",
    ),
    "C10": (
        "q3",
        r"""
\ln p(\mathbf{x}|\mathbf{z}) = \ln\left( \frac{1}{(2\pi\sigma^2)^{D/2}} \exp\left(-\frac{1}{2\sigma^2}\|\mathbf{x}-\boldsymbol{\mu}\|^2\right)\right)
= -\frac{D}{2}\ln(2\pi\sigma^2) - \frac{1}{2\sigma^2}\|\mathbf{x}-\boldsymbol{\mu}\|^2
""",
    ),
    "C11": (
        "q3c",
        r"""
log p(x|z) = -D/2 log(2 pi sigma^2) - 1/(2 sigma^2) sum_d (x_d - mu_d)^2
= const - 1/(2 sigma^2) sum_d (x_d - mu_d)^2
""",
    ),
    "C12": (
        "kl",
        r"""
KL(q||p) = E_q[ sum_k log N(z_k|m_k,s_k^2) - sum_k log N(z_k|0,1) ]
= E_q[ sum_k ( -1/2 log s_k^2 - (z_k - m_k)^2/(2 s_k^2) + z_k^2/2 ) ]
= sum_k ( -1/2 log s_k^2 - E_q[(z_k-m_k)^2]/(2 s_k^2) + E_q[z_k^2]/2 )
with E_q[(z_k-m_k)^2] = s_k^2 and E_q[z_k^2] = m_k^2 + s_k^2
= sum_k ( -1/2 log s_k^2 - 1/2 + (m_k^2 + s_k^2)/2 )
= 1/2 sum_k ( m_k^2 + s_k^2 - log s_k^2 - 1 )
""",
    ),
    "C13": (
        "kl",
        r"""
D_KL(q||p) = \int q(z|x) [\log q(z|x) - \log p(z)] dz
\int q(z|x) \log q(z|x) dz = -1/2 \sum_k (\log 2\pi + \log s_k^2 + 1)
\int q(z|x) \log p(z) dz = -1/2 \sum_k (\log 2\pi + m_k^2 + s_k^2)
D_KL(q||p) = -1/2 \sum_k (\log 2\pi + \log s_k^2 + 1) + 1/2 \sum_k (\log 2\pi + m_k^2 + s_k^2)
= 1/2 \sum_k (m_k^2 + s_k^2 - \log s_k^2 - 1)
""",
    ),
    "C14": (
        "kl1",
        r"""
KL = E[log q(z) - log p(z)]
= E[ -1/2 log(2 pi s^2) - (z-m)^2/(2 s^2) ] - E[ -1/2 log(2 pi) - z^2/2 ]
= -log s - 1/2 + 1/2 (m^2 + s^2)
= (m^2 + s^2 - 1)/2 - log s
= 1/2 (m^2 + s^2 - log s^2 - 1)
""",
    ),
    "C15": (
        "dkl_dm",
        r"""
∂KL/∂m_k = ∂/∂m_k [ ½ Σ_j ( m_j² + s_j² − log s_j² − 1 ) ]
         = ½ · 2 m_k
         = m_k
""",
    ),
    "C16": (
        "dkl_dlogvar",
        r"""
\frac{\partial \mathrm{KL}}{\partial \log s_k^2}
= \frac{\partial}{\partial \log s_k^2} \frac12 (\exp(\log s_k^2) - \log s_k^2)
= \frac12 (\exp(\log s_k^2) - 1)
= \frac12 (s_k^2 - 1)
""",
    ),
    "C17": (
        "grad_theta",
        r"""
∇_θ E_{q_φ(z|x)}[log p_θ(x|z)]
= ∇_θ ∫ q_φ(z|x) log p_θ(x|z) dz            (definition of the expectation)
= ∫ ∇_θ ( q_φ(z|x) log p_θ(x|z) ) dz        (Leibniz's rule)
= ∫ q_φ(z|x) ∇_θ log p_θ(x|z) dz            (q does not depend on θ)
= E_{q_φ(z|x)}[ ∇_θ log p_θ(x|z) ]
""",
    ),
    "C18": (
        "score",
        r"""
\nabla_{\phi} E_{q_{\phi}(z|x)}[\log p_{\theta}(x|z)]
&= \int \log p_{\theta}(x|z) \nabla_{\phi} q_{\phi}(z|x) dz \\
&= \int \log p_{\theta}(x|z) q_{\phi}(z|x) \frac{\nabla_{\phi} q_{\phi}(z|x)}{q_{\phi}(z|x)} dz \\
&= \int q_{\phi}(z|x) \log p_{\theta}(x|z) \nabla_{\phi} \log q_{\phi}(z|x) dz \\
&= E_{q_{\phi}(z|x)}[\log p_{\theta}(x|z) \nabla_{\phi} \log q_{\phi}(z|x)]
""",
    ),
    "C19": (
        "reparam",
        r"""
grad_phi E_q[log p(x|z)] = grad_phi int q(z|x) log p(x|z) dz
substitute z = m + s*eps
= grad_phi int N(eps|0,1) log p(x|m+s*eps) deps
= int N(eps|0,1) grad_phi log p(x|m+s*eps) deps
= E_eps[grad_phi log p(x|m+s*eps)]
""",
    ),
    "C20": (
        "kl_sign",
        r"""
-KL(q||p) = E_q[log p(z) - log q(z|x)]
= E_q[log(p(z)/q(z|x))]
≤ log(E_q[p(z)/q(z|x)])
= log(∫ q(z|x) · p(z)/q(z|x) dz)
= log(∫ p(z) dz) = log(1) = 0
""",
    ),
    "C21": (
        "kl_sign",
        r"""
KL(q(z|x)||p(z)) = -E_q[log p(z)/q(z|x)]
-KL(q(z|x)||p(z)) = E_q[log p(z)/q(z|x)] <= log E_q[p(z)/q(z|x)] = log int p(z) dz = 0
""",
    ),
    "C22": (
        "log_prior",
        r"""
log p(z) = log prod_{k=1}^K p(z_k)
= sum_k log p(z_k)
= sum_k log( (2 pi)^(-1/2) exp(-z_k^2/2) )
= -(1/2) sum_k ( log(2 pi) + z_k^2 )
= -K/2 log(2 pi) - 1/2 sum_k z_k^2
""",
    ),
    "C23": (
        "posterior",
        r"""
p(z|x) = p(x|z) p(z) / p(x)
log p(z|x) = log N(x|w z, sigma^2) + log N(z|0,1) + const
= -1/(2 sigma^2) (x - w z)^2 - 1/2 z^2 + const
= -1/(2 sigma^2) (w^2 z^2 - 2 w x z) - 1/2 z^2 + const
= -((w^2 + sigma^2)/(2 sigma^2)) (z - w x/(w^2+sigma^2))^2 + const
""",
    ),
    "C24": (
        "laplace",
        r"""
\log p(x|z) = \sum_{d=1}^D \log \frac{1}{2b} e^{-|x_d-\mu_d|/b}
= \sum_{d=1}^D \left( -\log(2b) - \frac{|x_d-\mu_d|}{b} \right)
= -D\log(2b) - \frac{1}{b}\sum_{d=1}^D |x_d-\mu_d|
""",
    ),
    "C25": (
        "chain_s",
        r"""
d/ds E_q[f(z)] = d/ds E_{eps~N(0,1)}[f(g(eps))]   with g(eps) = m + s*eps
= E_{eps~N(0,1)}[d/ds f(m + s*eps)]
= E_{eps~N(0,1)}[f'(m + s*eps) * eps]
""",
    ),
    "C26": (
        "bound_from_gap",
        r"""
We know: log p(x) = ELBO + KL(q(z|x)||p(z|x))
Since KL >= 0:
log p(x) >= ELBO
ELBO = E_q[log p(x|z)] - KL(q(z|x)||p(z))
log p(x) >= E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "C27": (
        "elbo",
        r"""
log p(x) - 0 = log int p(x|z)p(z) dz
>= E_q[log p(x|z)p(z)/q(z|x)]
= E_q[log p(x|z)] - E_q[log q(z|x)/p(z)]
= E_q[log p(x|z)] - KL(q||p)
""",
    ),
    "C28": (
        "q3",
        r"""
log p(x|z) = sum_d log [1/sqrt(2πσ^2) e^{-(x_d-μ_d)^2/(2σ^2)}]
= sum_d [log 1/sqrt(2πσ^2) - (x_d-μ_d)^2/2σ^2]
= -D log sqrt(2πσ^2) - 1/2σ^2 sum_d (x_d-μ_d)^2
= -D/2 log 2πσ^2 - 1/(2σ^2) sum_d (x_d-μ_d)^2
""",
    ),
    "D1": (
        "elbo",
        r"""
Derivation of the ELBO
----------------------
log p(x)
  = log \int p(x, z) dz
  = log \int q(z | x) * (p(x, z) / q(z | x)) dz
  = log E_{z ~ q(z|x)} [ p(x, z) / q(z | x) ]
  >= E_{z ~ q(z|x)} [ log ( p(x, z) / q(z | x) ) ]   // Jensen's inequality
  = E_{z ~ q(z|x)} [ log p(x | z) + log p(z) - log q(z | x) ]
  = E_{z ~ q(z|x)} [ log p(x | z) ] - KL( q(z | x) || p(z) ).   QED
""",
    ),
    "D2": (
        "elbo",
        r"""
$\log p_\theta(x) = \log \int p_\theta(x, z) dz$
$= \log \int \frac{q_\phi(z|x)}{q_\phi(z|x)} p_\theta(x, z) dz$
$= \log \mathbb E_{q_\phi(z|x)} \left[ \frac{p_\theta(x, z)}{q_\phi(z|x)} \right]$
$\geqslant \mathbb E_{q_\phi(z|x)} \left[ \log \frac{p_\theta(x, z)}{q_\phi(z|x)} \right]$
$= \mathbb E_{q_\phi(z|x)} \left[ \log p_\theta(x|z) \right] + \mathbb E_{q_\phi(z|x)} \left[ \log \frac{p(z)}{q_\phi(z|x)} \right]$
$= \mathbb E_{q_\phi(z|x)} \left[ \log p_\theta(x|z) \right] - \mathrm{KL} \left( q_\phi(z|x) \| p(z) \right)$
""",
    ),
    "D3": (
        "q2",
        r"""
Step 1. p(x|z) = prod_d rho_d^{x_d} (1-rho_d)^{1-x_d}
Step 2. log p(x|z) = sum_d log[rho_d^{x_d} (1-rho_d)^{1-x_d}]
Step 3. log p(x|z) = sum_d [log rho_d^{x_d} + log (1-rho_d)^{1-x_d}]
Step 4. log p(x|z) = sum_d [x_d log rho_d + (1-x_d) log(1-rho_d)]
""",
    ),
    "D4": (
        "q2",
        r"""
\log p(x|z) = \log\Bigl(\prod_{d=1}^D \rho_d^{x_d}(1-\rho_d)^{(1-x_d)}\Bigr) \tag{1}
            = \sum_{d=1}^D \Bigl( \log \rho_d^{x_d} + \log (1-\rho_d)^{(1-x_d)} \Bigr) \tag{2}
            = \sum_{d=1}^D x_d \log \rho_d + \sum_{d=1}^D (1-x_d) \log (1-\rho_d) \tag{3}
""",
    ),
    "D5": (
        "q3",
        r"""
log p(x|z) = log(prod_d N(x_d; mu_d, sigma^2))
= sum_d(log(N(x_d; mu_d, sigma^2)))
= sum_d(log(1/sqrt(2*pi*sigma**2)) + log(exp(-(x_d-mu_d)**2/(2*sigma**2))))
= sum_d(-0.5*log(2*pi*sigma**2) - (x_d-mu_d)**2/(2*sigma**2))
= -0.5*D*log(2*pi*sigma**2) - 0.5/sigma**2*sum_d((x_d-mu_d)**2)
""",
    ),
    "D6": (
        "q3",
        r"""
log p(x|z) = -1/2 sum_d [ log(2πσ²) + (x_d-μ_d)²/σ² ]
= -D/2 log(2πσ²) - 1/(2σ²) ∑_d (x_d-μ_d)²
""",
    ),
    "D8": (
        "q3c",
        r"""
log p(x|z) = -D/2 log(2 pi sigma^2) - ||x-mu||^2/(2 sigma^2)
           = -||x-mu||^2/(2 sigma^2) + constant
""",
    ),
    "D9": (
        "kl",
        r"""
KL(q_φ(z|x) || p(z)) = ∫ q_φ(z|x) log q_φ(z|x) dz − ∫ q_φ(z|x) log p(z) dz
= Σ_k [ −½ log(2π s_k²) − ½ ] − Σ_k [ −½ log(2π) − ½ (m_k² + s_k²) ]
= ½ Σ_k ( −log s_k² − 1 + m_k² + s_k² )
= ½ Σ_k ( m_k² + s_k² − log s_k² − 1 )
""",
    ),
    "D10": (
        "kl",
        r"""
KL(q||p) = sum_{k=1}^K E_q[ log q(z_k|x) - log p(z_k) ]
E_q[log q(z_k|x)] = -1/2 log(2 pi s_k^2) - 1/2
E_q[log p(z_k)] = -1/2 log(2 pi) - 1/2 (m_k^2 + s_k^2)
=> KL(q||p) = sum_k ( -1/2 log s_k^2 - 1/2 + 1/2 (m_k^2 + s_k^2) )
=> KL(q||p) = 1/2 sum_k ( m_k^2 + s_k^2 - log s_k^2 - 1 )
""",
    ),
    "D11": (
        "kl",
        r"""
KL(q||p) = E_q[-1/2 sum_k log s_k^2 - 1/2 sum_k (z_k-m_k)^2/s_k^2 + 1/2 sum_k z_k^2]
= -1/2 sum_k log s_k^2 - 1/2 sum_k E_q[(z_k-m_k)^2]/s_k^2 + 1/2 sum_k E_q[z_k^2]
= -1/2 sum_k log s_k^2 - K/2 + 1/2 sum_k (m_k^2 + s_k^2)
= 1/2 sum_k (m_k^2 + s_k^2 - log s_k^2 - 1)
""",
    ),
    "D12": (
        "kl1",
        r"""
KL(N(m,s^2)||N(0,1)) = E_q[log(1/s) - (z-m)^2/(2s^2) + z^2/2]
= log(1/s) - 1/2 + (m^2+s^2)/2
= 1/2(m^2 + s^2 - log(s^2) - 1)
""",
    ),
    "D13": (
        "kl1",
        r"""
Let z = m + s*eps with eps ~ N(0,1).
KL(q||p) = -log s + E_q[ z^2/2 - (z-m)^2/(2 s^2) ]
E_q[z^2] = m^2 + s^2
E_q[(z-m)^2] = s^2
KL(q||p) = -log s + (m^2+s^2)/2 - 1/2
= 1/2 (m^2 + s^2 - 2 log s - 1)
""",
    ),
    "D14": (
        "dkl_dlogvar",
        r"""
KL = 1/2 sum_k (m_k^2 + exp(logvar_k) - logvar_k - 1)
dKL/dlogvar_k = 1/2 (exp(logvar_k) - 1) = 1/2 (s_k^2 - 1)
""",
    ),
    "D15": (
        "dkl_dm",
        r"""
KL = 1/2 sum_k (m_k^2 + s_k^2 - log s_k^2 - 1)
dKL/dm_k = 1/2 d(m_k^2)/dm_k = m_k
""",
    ),
    "D16": (
        "gap",
        r"""
KL(q(z|x)||p(z|x)) = ∫ q(z|x) log (q(z|x)/p(z|x)) dz
= ∫ q(z|x) log (q(z|x) p(x)/(p(x|z) p(z))) dz
= log p(x) + ∫ q(z|x) log (q(z|x)/p(z)) dz - ∫ q(z|x) log p(x|z) dz
= log p(x) + KL(q(z|x)||p(z)) - E_q[log p(x|z)]
= log p(x) - ELBO
""",
    ),
    "D17": (
        "gap2",
        r"""
log p(x) = log p(x) ∫ q(z|x) dz = ∫ q(z|x) log p(x) dz
= E_q[log p(x)]
= E_q[log p(x,z) - log p(z|x)]
= E_q[log p(x,z) - log q(z|x)] + E_q[log q(z|x) - log p(z|x)]
= ELBO + KL(q(z|x) || p(z|x))
""",
    ),
    "D18": (
        "grad_theta",
        r"""
\nabla_{\theta}\int q_{\phi}(z|x)\log p_{\theta}(x|z)\,dz
= \int q_{\phi}(z|x)\,\nabla_{\theta}\log p_{\theta}(x|z)\,dz
= \mathbb{E}_{q_{\phi}(z|x)}\!\left[\nabla_{\theta}\log p_{\theta}(x|z)\right]
""",
    ),
    "D19": (
        "score",
        r"""
grad_phi E_q[log p(x|z)] = grad_phi int q(z|x) log p(x|z) dz
= int log p(x|z) grad_phi q(z|x) dz        [p does not depend on phi]
= int log p(x|z) q(z|x) grad_phi log q(z|x) dz        [log-derivative trick]
= E_q[ log p(x|z) grad_phi log q(z|x) ]
""",
    ),
    "D20": (
        "reparam",
        r"""
\begin{aligned}
\nabla_\phi \mathbb{E}_{q_\phi(z|x)}\left[\log p_\theta(x|z)\right]
&= \nabla_\phi \mathbb{E}_{\epsilon\sim\mathcal{N}(0,I)}\left[\log p_\theta(x|g_\phi(\epsilon))\right]\\
&= \nabla_\phi \int \mathcal{N}(\epsilon;0,I)\log p_\theta(x|g_\phi(\epsilon))\,d\epsilon\\
&= \int \mathcal{N}(\epsilon;0,I)\nabla_\phi\log p_\theta(x|g_\phi(\epsilon))\,d\epsilon\\
&= \mathbb{E}_{\epsilon\sim\mathcal{N}(0,I)}\left[\nabla_\phi\log p_\theta(x|g_\phi(\epsilon))\right]
\end{aligned}
""",
    ),
    "D21": (
        "chain_m",
        r"""
∂/∂m E_q[f(z)] = ∂/∂m E_ε[f(m + sε)] = E_ε[∂/∂m f(m + sε)] = E_ε[f′(m + sε)]
""",
    ),
    "D22": (
        "posterior",
        r"""
log p(z|x) = log [p(x|z) p(z) / p(x)]
= -1/(2σ²) (x - wz)² - z²/2 + const
= -z²/2 (w²/σ² + 1) + w x z/σ² + const
= -(w²+σ²)/(2σ²) [z - wx/(w²+σ²)]² + const
""",
    ),
    "D23": (
        "laplace",
        r"""
log p(x|z) = log prod_d Laplace(x_d | mu_d, b)
= sum_d log Laplace(x_d|mu_d,b)
= sum_d (log 1/(2b) - |x_d-mu_d|/b)
= -D log(2b) - 1/b ||x - mu||_1
""",
    ),
    "D24": (
        "kl_sign",
        r"""
-KL(q||p) = ∫ q(z|x) log(p(z)/q(z|x)) dz
≤ log ∫ q(z|x) p(z)/q(z|x) dz      (log is concave)
= log ∫ p(z) dz = 0
""",
    ),
    "D25": (
        "log_prior",
        r"""
log p(z) = log N(z|0,I) = sum_k log N(z_k|0,1) = -K/2 log(2π) - ½ Σ_k z_k²
""",
    ),
    "D26": (
        "bound_from_gap",
        r"""
log p(x) = E_q[log p(x|z)] - KL(q(z|x)||p(z)) + KL(q(z|x)||p(z|x))
KL(q(z|x)||p(z|x)) >= 0
log p(x) >= E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "E1": (
        "elbo",
        r"""
We want a lower bound for log p(x):
log p(x) = log E_q[p(x,z)/q(z|x)]
         >= E_q[log p(x,z)] - E_q[log q(z|x)]          (1)
         = E_q[log p(x|z)] + E_q[log p(z)] - E_q[log q(z|x)]          (2)
         = E_q[log p(x|z)] - KL(q(z|x)||p(z))          (3)
""",
    ),
    "E2": (
        "elbo",
        r"""
log p(x) = log(int p(x|z)*p(z) dz) = log(int p(x|z)*p(z)*q(z|x)/q(z|x) dz) = log(E_q[p(x|z)*p(z)/q(z|x)])
log p(x) >= E_q[log(p(x|z)*p(z)/q(z|x))] = E_q[log p(x|z)] - E_q[log(q(z|x)/p(z))] = E_q[log p(x|z)] - KL(q(z|x)||p(z))
""",
    ),
    "E3": (
        "elbo",
        r"""
\log p_\theta(x) &= \log \int p_\theta(x|z) p(z) dz\\
&= \log \int q_\phi(z|x) \cdot \frac{p_\theta(x|z) p(z)}{q_\phi(z|x)} dz\\
&\ge \int q_\phi(z|x) \log \frac{p_\theta(x|z) p(z)}{q_\phi(z|x)} dz\\
&= \int q_\phi(z|x) \log p_\theta(x|z) dz - \int q_\phi(z|x) \log \frac{q_\phi(z|x)}{p(z)} dz\\
&= \underbrace{\mathbb{E}_{q_\phi(z|x)}[\log p_\theta(x|z)]}_{\text{reconstruction}} - \underbrace{D_{KL}(q_\phi(z|x)||p(z))}_{\text{regulariser}}
""",
    ),
    "E4": (
        "q2",
        r"""
log p(x|z)
=log(prod_d(rho_d^x_d*(1-rho_d)^(1-x_d)))
=sum_d(log(rho_d^x_d*(1-rho_d)^(1-x_d)))
=sum_d(x_d*log(rho_d)+(1-x_d)*log(1-rho_d))
""",
    ),
    "E5": (
        "q3",
        r"""
log p(x|z) = sum_d log( (1/(sqrt(2 pi) sigma)) * exp(-(x_d - mu_d)^2/(2 sigma^2)) )
= sum_d ( -log(sqrt(2 pi) sigma) - (x_d - mu_d)^2/(2 sigma^2) )
= -D log(sigma sqrt(2 pi)) - (1/(2 sigma^2)) sum_d (x_d - mu_d)^2
""",
    ),
    "E6": (
        "kl",
        r"""
\text{KL}(q(z|x)||p(z)) = \mathbb{E}_{q}\Big[\sum_{k}\Big(-\tfrac{1}{2}\log s_k^2 - \tfrac{(z_k-m_k)^2}{2s_k^2} + \tfrac{z_k^2}{2}\Big)\Big] \quad\text{(the constants cancel)}
= \sum_{k}\Big(-\tfrac{1}{2}\log s_k^2 - \tfrac{s_k^2}{2s_k^2} + \tfrac{m_k^2+s_k^2}{2}\Big)
= \tfrac12\sum_k\big(m_k^2+s_k^2-\log s_k^2-1\big)
""",
    ),
    "E7": (
        "score",
        r"""
\nabla_\phi E_q[\log p(x|z)] = \int (\nabla_\phi q(z|x)) \log p(x|z) dz
\text{Use } \nabla_\phi q(z|x) = q(z|x) \nabla_\phi \log q(z|x):
= \int q(z|x) (\nabla_\phi \log q(z|x)) \log p(x|z) dz
= E_q[(\nabla_\phi \log q(z|x)) \log p(x|z)]
""",
    ),
    "E8": (
        "gap2",
        r"""
log p(x) = log p(x,z) - log p(z|x)
= log p(x,z) - log q(z|x) + log q(z|x) - log p(z|x)
Take the mean under q on both sides:
log p(x) = E_q[log p(x,z) - log q(z|x)] + E_q[log q(z|x) - log p(z|x)]
= ELBO + KL(q(z|x)||p(z|x))
""",
    ),
    "E9": (
        "kl1",
        r"""
KL = ∫ q log(q/p) dz = E_q[log q] - E_q[log p]
E_q[log q] = -½ log(2πs²) - ½
E_q[log p] = -½ log(2π) - ½(s² + m²)
KL = ½(m² + s² - log s² - 1)
""",
    ),
    "E10": (
        "reparam",
        r"""
Set z = g(eps) = m + s*eps.
∇_φ E_{q_φ(z|x)}[log p_θ(x|z)]
= ∇_φ E_{N(ε|0,1)}[log p_θ(x|g_φ(ε))]
= E_{N(ε|0,1)}[∇_φ log p_θ(x|g_φ(ε))]
""",
    ),
    "E11": (
        "posterior",
        r"""
p(z|x) = p(x|z)p(z)/p(x), so
log p(z|x) = -(x-w z)^2/(2 sigma^2) - z^2/2 + const
= -1/2 [ (w^2/sigma^2 + 1) z^2 - 2 w x z/sigma^2 ] + const
= -(w^2+sigma^2)/(2 sigma^2) [ z^2 - 2 z w x/(w^2+sigma^2) ] + const
= -(w^2+sigma^2)/(2 sigma^2) (z - w x/(w^2+sigma^2))^2 + const
""",
    ),
    "E12": (
        "grad_theta",
        r"""
(15) = grad_theta int q(z|x) log p(x|z) dz
(16) = int q(z|x) grad_theta log p(x|z) dz
(17) = E_q[grad_theta log p(x|z)]
""",
    ),
}

RULES = {
    "A1": ["def", "log_prod", "log_mul", "log_pow"],
    "A2": ["", "def", "log_prod", "log_mul log_pow", ""],
    "A3": ["", "def", "log_prod", "log_exp log_mul", "log_pow", "const_out sum_split"],
    "A4": ["def log_prod", "gauss_def log_exp", "const_out drop_const"],
    "A5": ["kl_def", "gauss_def", "cancel e_linear", "moment", "const_out"],
    "A6": ["kl_def", "e_def", "cancel gauss_def log_mul", "moment", "const_out"],
    "A7": ["def", "no_param", "derivative", "arithmetic"],
    "A8": ["marginal", "mul_div", "e_def", "jensen", "prod_rule", "e_linear log_mul", "kl_def"],
    "A9": ["", "marginal prod_rule", "e_def mul_div", "jensen", "e_linear kl_def log_mul", ""],
    "A10": [
        "kl_def",
        "prod_rule",
        "e_const log_mul",
        "log_mul prod_rule",
        "e_linear kl_def",
        "def",
    ],
    "A11": ["e_const", "prod_rule", "log_mul mul_div", "e_linear", "def kl_def"],
    "A12": ["e_def", "leibniz", "no_param", "e_def"],
    "A13": ["e_def", "leibniz", "log_trick", "e_def"],
    "A14": ["subst", "e_def", "leibniz no_param", "e_def"],
    "A15": ["kl_def", "jensen", "cancel e_def", "arithmetic normalise"],
    "A16": ["def log_prod", "const_out log_exp log_mul log_pow sum_split"],
}

FAULTS = [
    ("A1", 1, "(1-x_d)", "(x_d)"),  # exponent
    ("A1", 2, "sum_d", "prod_d"),  # log of product kept
    ("A1", 3, "+ log", "- log"),  # sign
    (
        "A1",
        3,
        "log(rho_d^x_d) + log((1-rho_d)^(1-x_d))",
        "log(rho_d^x_d) * log((1-rho_d)^(1-x_d))",
    ),  # log of product is product
    ("A1", 4, "(1-x_d) log", "log"),  # dropped factor
    ("A1", 4, "log(1-rho_d)", "(1-log(rho_d))"),  # log of difference split
    ("A1", 4, "x_d log(rho_d) +", "x_d log(rho_d) -"),  # sign
    (
        "A1",
        4,
        "x_d log(rho_d) + (1-x_d) log(1-rho_d)",
        "x_d log(1-rho_d) + (1-x_d) log(rho_d)",
    ),  # swapped
    ("A2", 3, "\\sum_{d=1}^{D}", "\\frac{1}{D}\\sum_{d=1}^{D}"),  # mean
    ("A2", 3, "\\sum_{d=1}^{D}", "\\sum_{d=1}^{D-1}"),  # sum limits
    ("A2", 4, "x_d\\log\\rho_d", "\\rho_d\\log x_d"),  # roles
    ("A2", 4, "+ (1-x_d)\\log(1-\\rho_d)", ""),  # dropped term
    ("A3", 2, "2*sigma^2))", "sigma^2))"),  # lost 1/2
    ("A3", 3, "exp(-", "exp("),  # sign
    ("A3", 4, "- (x_d", "+ (x_d"),  # sign
    ("A3", 4, "log(1/sqrt(2*pi*sigma^2))", "log(sqrt(2*pi*sigma^2))"),  # sign
    ("A3", 5, "-1/2 log", "-log"),  # lost 1/2
    ("A3", 5, "log(2*pi*sigma^2)", "log(2*pi*sigma)"),  # wrong exponent
    ("A3", 6, "-D/2", "-1/2"),  # lost D
    ("A3", 6, "(x_d-mu_d)^2", "(x_d-mu_d)"),  # wrong exponent
    ("A3", 6, "1/(2*sigma^2)", "1/(2*sigma)"),  # wrong exponent
    ("A3", 6, "-D/2 log(2*pi*sigma^2) -", "-"),  # dropped term
    ("A3", 6, "sum_d (x_d-mu_d)^2", "(sum_d (x_d-mu_d))^2"),  # square of sum
    ("A4", 2, "-\\frac12", "\\frac12"),  # sign
    ("A4", 2, "{2\\sigma^2}", "{\\sigma^2}"),  # lost 1/2
    ("A4", 3, "-\\frac{1}{2\\sigma^2}", "-\\frac{1}{\\sigma^2}"),  # lost 1/2
    ("A4", 3, "+ \\text{const}", ""),  # dropped constant
    ("A4", 3, "(x_d-\\mu_d)^2", "(x_d^2-\\mu_d^2)"),  # square of difference
    ("A5", 1, "log q(z|x) - log p(z)", "log p(z) - log q(z|x)"),  # KL turned round
    ("A5", 1, "E_q", "E_p"),  # expectation under p
    ("A5", 2, "- sum_k (-1/2", "+ sum_k (-1/2"),  # sign
    ("A5", 2, "- z_k^2/2)]", "+ z_k^2/2)]"),  # sign
    ("A5", 3, "+ E_q[z_k^2]/2", "- E_q[z_k^2]/2"),  # sign
    ("A5", 3, "/(2*s_k^2)", "/(2*s_k)"),  # s for s^2
    ("A5", 4, "(m_k^2+s_k^2)/2", "m_k^2/2"),  # second moment is mean squared
    ("A5", 4, "- 1/2 +", "+ 1/2 +"),  # sign
    ("A5", 4, "(m_k^2+s_k^2)/2", "(m_k^2+s_k)/2"),  # s for s^2
    ("A5", 4, "- 1/2 + (m", "+ (m"),  # dropped term
    ("A5", 5, "1/2 sum_k", "sum_k"),  # lost 1/2
    ("A5", 5, "log(s_k^2)", "log(s_k)"),  # s for s^2
    ("A6", 1, "\\frac{q(z|x)}{p(z)}", "\\frac{p(z)}{q(z|x)}"),  # KL turned round
    ("A6", 1, "q(z|x) \\log", "p(z) \\log"),  # expectation under p
    ("A6", 3, "-\\log s_k -", "-\\log s_k^2 -"),  # s for s^2
    ("A6", 3, "\\frac{z_k^2}{2}", "\\frac{z_k}{2}"),  # wrong exponent
    ("A6", 4, "m_k^2+s_k^2", "m_k^2-s_k^2"),  # sign
    ("A6", 5, "- 1 -", "-"),  # dropped term
    ("A7", 1, "1/2 sum_k", "sum_k"),  # lost 1/2
    ("A7", 3, "2 m_k", "m_k"),  # derivative
    ("A7", 3, "2 m_k", "2 m_k^2"),  # derivative
    ("A8", 1, "p(x,z)", "p(x|z)"),  # p(x,z) for p(x|z)
    ("A8", 2, "q(z|x) p(x,z)/q(z|x)", "q(z|x) p(x,z)"),  # dropped factor
    ("A8", 3, "E_q", "E_p(z)"),  # expectation under p
    ("A8", 4, ">=", "<="),  # Jensen the wrong way
    ("A8", 4, ">=", "="),  # Jensen as equality
    ("A8", 5, "p(x|z) p(z)", "p(x|z)"),  # dropped factor
    ("A8", 5, "p(x|z) p(z)", "p(z|x) p(z)"),  # p(z|x) for p(x|z)
    ("A8", 6, "+ E_q", "- E_q"),  # sign
    (
        "A8",
        6,
        "E_q[log p(x|z)] + E_q[log(p(z)/q(z|x))]",
        "E_q[log p(x|z)] * E_q[log(p(z)/q(z|x))]",
    ),  # log of product is product
    ("A8", 7, "- KL", "+ KL"),  # sign
    ("A8", 7, "KL(q(z|x)||p(z))", "KL(p(z)||q(z|x))"),  # KL turned round
    ("A8", 7, "KL(q(z|x)||p(z))", "KL(q(z|x)||p(z|x))"),  # p(z|x) for p(z)
    ("A9", 2, "p_\\theta(x|z)p(z)", "p_\\theta(x|z)"),  # dropped factor
    ("A9", 4, "\\ge", "\\le"),  # Jensen the wrong way
    (
        "A9",
        4,
        "\\log\\frac{p_\\theta(x|z)p(z)}{q_\\phi(z|x)}",
        "\\log\\frac{q_\\phi(z|x)}{p_\\theta(x|z)p(z)}",
    ),  # ratio turned round
    ("A9", 5, "\\log p_\\theta(x|z)", "\\log p_\\theta(x,z)"),  # p(x,z) for p(x|z)
    ("A9", 5, "\\mathbb{E}_{q_\\phi(z|x)}[", "\\mathbb{E}_{p(z)}["),  # expectation under p
    ("A10", 1, "log q(z|x) - log p(z|x)", "log p(z|x) - log q(z|x)"),  # KL turned round
    ("A10", 2, "p(x,z)/p(x)", "p(x|z)/p(x)"),  # p(x,z) for p(x|z)
    ("A10", 3, "+ log p(x)", "- log p(x)"),  # sign
    ("A10", 4, "- log p(z) - log p(x|z)", "- log p(z) + log p(x|z)"),  # sign
    ("A10", 4, "- log p(z) -", "-"),  # dropped term
    ("A10", 5, "KL(q(z|x)||p(z))", "KL(q(z|x)||p(z|x))"),  # p(z|x) for p(z)
    ("A10", 6, "- ELBO", "+ ELBO"),  # sign
    ("A11", 2, "\\frac{p(x,z)}{p(z|x)}", "\\frac{p(x|z)}{p(z|x)}"),  # p(x,z) for p(x|z)
    (
        "A11",
        3,
        "+ \\log\\frac{q(z|x)}{p(z|x)}",
        "+ \\log\\frac{p(z|x)}{q(z|x)}",
    ),  # ratio turned round
    ("A11", 5, "+ \\mathrm{KL}", "- \\mathrm{KL}"),  # sign
    ("A11", 5, "\\mathrm{KL}(q(z|x)\\|p(z|x))", "\\mathrm{KL}(q(z|x)\\|p(z))"),  # p(z) for p(z|x)
    ("A11", 5, "\\mathrm{KL}(q(z|x)\\|p(z|x))", "\\mathrm{KL}(p(z|x)\\|q(z|x))"),  # KL turned round
    ("A12", 1, "q(z|x) log", "log"),  # dropped factor
    (
        "A12",
        3,
        "q(z|x) grad_theta log p(x|z)",
        "log p(x|z) grad_theta q(z|x)",
    ),  # gradient of the wrong factor
    ("A12", 3, "grad_theta log p(x|z)", "grad_theta p(x|z)"),  # log lost
    ("A12", 4, "grad_theta log p(x|z)", "grad_phi log p(x|z)"),  # wrong parameter
    ("A12", 4, "E_q", "E_{p(z)}"),  # expectation under p
    ("A12", 4, "p(x|z)", "p(x)"),  # wrong density
    (
        "A13",
        2,
        "\\nabla_\\phi q_\\phi(z|x) \\log p(x|z)",
        "q_\\phi(z|x) \\nabla_\\phi \\log p(x|z)",
    ),  # gradient of the wrong factor
    ("A13", 3, "q_\\phi(z|x) \\nabla_\\phi \\log", "\\nabla_\\phi \\log"),  # dropped factor
    ("A13", 4, "\\log p(x|z) \\nabla", "p(x|z) \\nabla"),  # log lost
    (
        "A13",
        4,
        "\\log p(x|z) \\nabla_\\phi \\log q_\\phi(z|x)",
        "\\nabla_\\phi \\log p(x|z)",
    ),  # naive gradient
    ("A14", 1, "m + s*eps", "m + s^2*eps"),  # s for s^2
    ("A14", 1, "m + s*eps", "s*eps"),  # dropped term
    ("A14", 2, "N(eps|0,1) log", "log"),  # dropped factor
    ("A14", 3, "grad_phi log", "grad_theta log"),  # wrong parameter
    ("A14", 4, "p(x|m + s*eps)", "p(x|z)"),  # substitution undone
    ("A15", 1, "-KL", "KL"),  # sign
    ("A15", 2, "<=", ">="),  # Jensen the wrong way
    ("A15", 3, "p(z)", "p(x|z)"),  # wrong density
    ("A15", 3, "p(z)", "p(z)/q(z|x)"),  # factor not cancelled
    (
        "A16",
        1,
        "sum_k log(1/sqrt(2*pi) exp(-z_k^2/2))",
        "sum_k log(1/sqrt(2*pi) exp(z_k^2/2))",
    ),  # sign
    ("A16", 2, "-K/2 log", "-1/2 log"),  # lost K
    ("A16", 2, "(-1/2 log(2*pi)", "(-log(2*pi)"),  # lost 1/2
]
