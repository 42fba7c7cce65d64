//! The state of the transition system: a stack, a buffer, and the arcs made so far.

use smallvec::SmallVec;

/// What a transition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// The next token goes on the stack.
    Shift,
    /// The top of the stack is finished.
    Reduce,
    /// The next token becomes head of the top of the stack.
    Left,
    /// The top of the stack becomes head of the next token.
    Right,
    /// A sentence ends before the token after next.
    Break,
}

impl Action {
    /// The action of that name in the packed model.
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "SHIFT" => Action::Shift,
            "REDUCE" => Action::Reduce,
            "LEFT" => Action::Left,
            "RIGHT" => Action::Right,
            "BREAK" => Action::Break,
            _ => return None,
        })
    }
}

/// A dependent and the class of the network that attached it.
type Arc = (u32, u32);

/// Most tokens have no more dependents on one side.
type Arcs = SmallVec<[Arc; 2]>;

/// Where the parse of one text stands.
pub struct State {
    count: usize,
    next: usize,
    stack: Vec<usize>,
    /// Tokens that were taken back from the stack: they come before `next`, the last one first.
    returned: Vec<usize>,
    heads: Vec<Option<usize>>,
    /// For each token its dependents to the left, in order of attachment; then those to the right.
    left: Vec<Arcs>,
    right: Vec<Arcs>,
    /// Tokens that must not be shifted again, or the parse might never end.
    unshiftable: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    pub fn new(count: usize) -> Self {
        let mut starts = vec![false; count];
        if let Some(first) = starts.first_mut() {
            *first = true;
        }
        Self {
            count,
            next: 0,
            stack: Vec::new(),
            returned: Vec::new(),
            heads: vec![None; count],
            left: vec![Arcs::new(); count],
            right: vec![Arcs::new(); count],
            unshiftable: vec![false; count],
            starts,
        }
    }

    fn stack(&self, depth: usize) -> Option<usize> {
        self.stack.iter().rev().nth(depth).copied()
    }

    fn buffer(&self, ahead: usize) -> Option<usize> {
        match ahead.checked_sub(self.returned.len()) {
            None => self.returned.iter().rev().nth(ahead).copied(),
            Some(beyond) => Some(self.next + beyond).filter(|i| *i < self.count),
        }
    }

    fn buffer_length(&self) -> usize {
        self.count - self.next + self.returned.len()
    }

    pub fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    /// The tokens that the network looks at.
    pub fn features(&self) -> [Option<usize>; 8] {
        let last = |arcs: &[Arcs], head: Option<usize>| Some(arcs[head?].last()?.0 as usize);
        let (b0, s0) = (self.buffer(0), self.stack(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            last(&self.left, b0),
            last(&self.left, s0),
            last(&self.right, s0),
        ]
    }

    pub fn is_valid(&self, action: Action) -> bool {
        let empty = self.stack.is_empty();
        let next = self.buffer(0);
        match action {
            Action::Shift => {
                empty || self.buffer_length() >= 2 && next.is_some_and(|b| !self.starts[b] && !self.unshiftable[b])
            }
            Action::Reduce => !empty,
            Action::Left | Action::Right => !empty && next.is_some_and(|b| !self.starts[b]),
            Action::Break => match (next, self.buffer(1)) {
                (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.starts[b1],
                _ => false,
            },
        }
    }

    /// Does what [`State::is_valid`] has allowed; `class` is remembered with the arc.
    pub fn apply(&mut self, action: Action, class: usize) {
        match (action, self.stack(0), self.buffer(0)) {
            (Action::Shift, _, _) => self.push(),
            (Action::Reduce, Some(top), _) => {
                self.stack.pop();
                if self.heads[top].is_none() && !self.stack.is_empty() {
                    self.unshiftable[top] = true;
                    self.returned.push(top);
                }
            }
            (Action::Left, Some(top), Some(next)) => {
                self.attach(next, top, class);
                self.unshiftable[next] = false;
                self.stack.pop();
            }
            (Action::Right, Some(top), Some(next)) => {
                self.attach(top, next, class);
                self.push();
            }
            (Action::Break, _, _) => {
                if let Some(start) = self.buffer(1) {
                    self.starts[start] = true;
                }
            }
            _ => {}
        }
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, class: usize) {
        if let Some(old) = self.heads[child] {
            // As the reference does it: an old arc goes only when it is its head's latest.
            let arcs = if old > child { &mut self.left[old] } else { &mut self.right[old] };
            if arcs.last().is_some_and(|a| a.0 as usize == child) {
                arcs.pop();
            }
        }
        let arcs = if head > child { &mut self.left[head] } else { &mut self.right[head] };
        arcs.push((child as u32, class as u32));
        self.heads[child] = Some(head);
    }

    /// For each token its head (itself for a root) and the class of its arc.
    pub fn heads(self) -> (Vec<usize>, Vec<Option<usize>>) {
        let mut heads: Vec<usize> = (0..self.count).collect();
        let mut classes = vec![None; self.count];
        for arcs in [&self.left, &self.right] {
            for (head, arcs) in arcs.iter().enumerate() {
                for &(child, class) in arcs {
                    heads[child as usize] = head;
                    classes[child as usize] = Some(class as usize);
                }
            }
        }
        (heads, classes)
    }
}
