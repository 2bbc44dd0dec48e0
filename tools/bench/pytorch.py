"""Trains a problem of the bench with PyTorch.

Reads problem.json and problem.bin from the folder named, then a number of steps a line, and answers each with
the time it took and the losses. Layouts are turned round before anything is timed, except where a stack
becomes fully connected.
"""

import json
import sys
import time

import numpy
import torch
import torch.nn.functional as F

folder = sys.argv[1]
with open(f"{folder}/problem.json") as file:
    problem = json.load(file)
values = torch.from_numpy(numpy.fromfile(f"{folder}/problem.bin", dtype=numpy.float32))

tensors = {}
at = 0
for tensor in problem["tensors"]:
    count = int(numpy.prod(tensor["shape"]))
    tensors[tensor["name"]] = values[at : at + count].reshape(tensor["shape"])
    at += count

labels = [torch.tensor(one) for one in problem["labels"]]
batches = [tensors.pop(f"batch{i}").permute(0, 3, 1, 2).contiguous() for i in range(len(labels))]


def place(tensor):
    """Weights of convolutions as [out, in, height, width], of fully connected layers as [out, in]."""
    turned = {4: lambda t: t.permute(3, 2, 0, 1), 2: lambda t: t.t(), 1: lambda t: t}[tensor.dim()]
    return turned(tensor).contiguous().clone().requires_grad_()


parameters = {name: place(tensor) for name, tensor in tensors.items()}


def forward(x):
    for layer in problem["layers"]:
        if layer["type"] == "pool":
            pool = F.max_pool2d if layer["kind"] == "max" else F.avg_pool2d
            x = pool(x, layer["kernel"], layer["stride"], ceil_mode=True)
        else:
            weight, bias = (parameters[f"{layer['id']}.{part}"] for part in ("weight", "bias"))
            if layer["type"] == "conv":
                x = F.conv2d(x, weight, bias, padding=layer["padding"])
            else:
                x = x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x
                x = F.linear(x, weight, bias)
        if layer["relu"]:
            x = F.relu(x)
    return x


optimiser = torch.optim.SGD(
    parameters.values(), lr=problem["learningRate"], momentum=problem["momentum"]
)
print("true", flush=True)

step = 0
for line in sys.stdin:
    losses = []
    start = time.perf_counter()
    for _ in range(int(line)):
        optimiser.zero_grad()
        loss = F.cross_entropy(forward(batches[step % len(batches)]), labels[step % len(batches)])
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        step += 1
    milliseconds = 1000 * (time.perf_counter() - start)
    print(json.dumps({"milliseconds": milliseconds, "losses": losses}), flush=True)
