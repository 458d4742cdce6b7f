"""Serves execute_grounded_search: the price is 549.10 at first, and 499 once that is known.

usage: search_worker.py TARGET NAMESPACE TASK_QUEUE
"""

import asyncio
import json
import sys

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

SOLD = 12345678901234567890


@activity.defn(name="execute_grounded_search")
async def search(task: dict) -> dict:
    check = task["check"]
    known = check.get("previous_state")
    if known is None:
        return answer(False, "549.10", {"price": 549.10, "sold": SOLD})
    told = (
        f"{task['id']} asked for '{task['search_query']}' at {check['scheduled_at']}"
        f" and knew {json.dumps(known)} of {check['last_checked_at']}"
    )
    return answer(True, told, {"sold": SOLD, "price": 499})


def answer(met: bool, text: str, state: dict) -> dict:
    return {
        "condition_met": met,
        "answer": text,
        "reasoning": "",
        "sources": [{"url": "https://shop.example/gpu", "title": "Shop"}],
        "current_state": state,
    }


async def main(target: str, namespace: str, task_queue: str) -> None:
    client = await Client.connect(target, namespace=namespace)
    async with Worker(client, task_queue=task_queue, activities=[search]):
        print("serving", flush=True)
        await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:4]))
