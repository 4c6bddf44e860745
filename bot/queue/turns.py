"""Whose turn it is: one task of each person in turn, so that nobody waits behind another's ten."""

from __future__ import annotations

from collections import OrderedDict, deque

from bot.queue.port import Task


class Turns:
    """Waiting tasks, round and round the people who have any. The person served longest ago comes first."""

    def __init__(self) -> None:
        self._people: OrderedDict[str, deque[Task]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(tasks) for tasks in self._people.values())

    def add(self, task: Task) -> None:
        """Puts a task behind this person's others."""
        self._people.setdefault(task.person_id, deque()).append(task)

    def add_first(self, task: Task) -> None:
        """Puts a task before all others: one that was begun and has to be begun again."""
        self._people.setdefault(task.person_id, deque()).appendleft(task)
        self._people.move_to_end(task.person_id, last=False)

    def take(self) -> Task:
        """The next task; its person goes to the end of the round. Raises IndexError where none waits."""
        if not self._people:
            raise IndexError("no task waits")
        person_id, tasks = self._people.popitem(last=False)
        task = tasks.popleft()
        if tasks:
            self._people[person_id] = tasks
        return task

    def remove(self, job_id: str) -> bool:
        """Takes a waiting task out; False where there is none of that id."""
        found = next((task for task in self.order() if task.job_id == job_id), None)
        if found is None:
            return False
        tasks = self._people[found.person_id]
        tasks.remove(found)
        if not tasks:
            del self._people[found.person_id]
        return True

    def waiting(self, person_id: str) -> int:
        """How many tasks of a person wait."""
        return len(self._people.get(person_id, ()))

    def order(self) -> list[Task]:
        """All waiting tasks in the order in which they will be taken."""
        rounds = max((len(tasks) for tasks in self._people.values()), default=0)
        return [tasks[turn] for turn in range(rounds) for tasks in self._people.values() if turn < len(tasks)]
