"""Finding the lowest point of a smooth loss over all heads at once."""

from collections.abc import Callable

import numpy as np

from linewise.teaching.learner import Floats

# (coefficients with the intercepts as last row) -> (loss, its gradient of the same shape)
Loss = Callable[[Floats], tuple[float, Floats]]


def minimise(loss: Loss, shape: tuple[int, int], *, steps: int = 200, tolerance: float = 1e-4) -> Floats:
    """The parameters of this shape where `loss` is lowest, by L-BFGS from zero (Liu and Nocedal 1989).

    The heads' losses are added up and share the steps: two matrix products a step serve all of them.
    """
    from scipy.optimize import minimize

    def flat(parameters: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, np.ndarray[tuple[int], np.dtype[np.float64]]]:
        value, gradient = loss(parameters.reshape(shape).astype(np.float32))
        return value, gradient.astype(np.float64).ravel()

    start = np.zeros(shape[0] * shape[1])
    found = minimize(flat, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "gtol": tolerance, "ftol": 1e-9})
    return np.asarray(found.x, np.float32).reshape(shape)
